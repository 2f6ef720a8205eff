import type { TemplateDetail } from '../../core/api.ts';
import { InvalidInput, NotFound } from '../../core/errors.ts';
import { briefKeys } from '../../core/keys.ts';
import { drawOf } from '../../core/prompt/draw.ts';
import { TemplateLabels } from '../../core/prompt/labels-document.ts';
import { chosenVersion, initialLabels } from '../../core/prompt/labels.ts';
import { compareVersions, PromptTemplate, TemplateName, TemplateVersion } from '../../core/prompt/template.ts';
import type { TemplateEdition, TemplatePin } from '../../core/prompt/template.ts';
import { shippedNames, shippedTemplate, shippedVersions } from '../../core/prompt/templates.ts';
import { uriOf, type Objects } from './objects.ts';

/** A version of a template, read and checked. */
export interface PublishedTemplate {
  readonly template: PromptTemplate;
  readonly sha256: string;
}

/** The templates that ship, those of the team in the briefs bucket, and the labels that point at them. */
export interface Templates {
  /**
   * The template that a brief means.
   *
   * @param runId draws between labels that share the traffic; null takes the one with the largest share
   * @throws InvalidInput for a label, version or file that is not there or not what it was
   */
  choose(pin: TemplatePin, runId: string | null): Promise<TemplateEdition>;
  /** @throws NotFound when neither ships nor is in the bucket, InvalidInput when the file is no template of that name and version */
  published(name: string, version: string): Promise<PublishedTemplate>;
  labels(name: string): Promise<TemplateLabels>;
  /** Changes the labels of a template; of simultaneous changes each is made on what the one before it left. */
  change(name: string, apply: (current: TemplateLabels) => TemplateLabels): Promise<TemplateLabels>;
  /** Every template with its versions, labels and history, by name. */
  list(): Promise<TemplateDetail[]>;
  /** @throws NotFound */
  detail(name: string): Promise<TemplateDetail>;
}

/** Changes to the labels of one template that may come between reading and writing before a change gives up. */
const mostRaces = 20;

export function s3Templates(objects: Objects, briefsBucket: string): Templates {
  const labels: Templates['labels'] = async (name) => (await objects.findTagged(briefsBucket, briefKeys.labels(name), TemplateLabels))?.value ?? initialLabels(name);

  const read = async (name: string, version: string, sha256: string | null): Promise<PublishedTemplate> => {
    // A version that ships is not looked for in the bucket, so that nobody can put another in its place.
    const shipped = shippedTemplate(name, version);
    if (shipped !== undefined && (sha256 === null || sha256 === shipped.sha256)) return shipped;
    const place = { bucket: briefsBucket, key: briefKeys.template(name, version) };
    const found = await objects.findJson(place.bucket, place.key, PromptTemplate);
    if (found === null) throw new NotFound(`Expected the template ${name}@${version} but it neither ships nor lies at ${uriOf(place)}; GET /api/templates lists what there is`);
    const { value: template, ref } = found;
    if (template.name !== name || template.version !== version) {
      throw new InvalidInput(`Expected ${name}@${version} in ${uriOf(place)} but the file says ${template.name}@${template.version}; correct the file, or upload it under its own name`);
    }
    if (sha256 !== null && ref.sha256 !== sha256) {
      throw new InvalidInput(`Expected ${uriOf(place)} with SHA-256 ${sha256}, as when its label was moved there, but received other bytes; put the file back, and publish the change as a new version`);
    }
    return { template, sha256: ref.sha256 };
  };

  /** Names with their versions in the bucket; a key that names no version is not a template. */
  const versionsBelow = async (prefix: string): Promise<Map<string, string[]>> => {
    const found = new Map<string, string[]>();
    for (const key of await objects.keys(briefsBucket, prefix)) {
      const [, name = '', version = ''] = /^templates\/([^/]+)\/([^/]+)\.json$/u.exec(key) ?? [];
      if (TemplateName.safeParse(name).success && TemplateVersion.safeParse(version).success) found.set(name, [...(found.get(name) ?? []), version]);
    }
    return found;
  };

  const described = async (name: string, own: readonly string[]): Promise<TemplateDetail> => {
    const shipped = shippedVersions(name);
    const { labels: targets, shares, history } = await labels(name);
    return {
      name,
      versions: [...new Set([...shipped, ...own])].sort(compareVersions).map((version) => ({ version, shipped: shipped.includes(version) })),
      labels: targets,
      shares,
      history,
    };
  };

  return {
    choose: async (pin, runId) => {
      const { version, label, sha256 } = chosenVersion(await labels(pin.name), pin, runId === null ? null : drawOf(pin.name, runId));
      try {
        const found = await read(pin.name, version, sha256);
        return { ...found.template, label, sha256: found.sha256 };
      } catch (error) {
        if (error instanceof NotFound) throw new InvalidInput(error.message);
        throw error;
      }
    },
    published: (name, version) => read(name, version, null),
    labels,
    change: async (name, apply) => {
      for (let race = 0; race < mostRaces; race += 1) {
        const key = briefKeys.labels(name);
        const stored = await objects.findTagged(briefsBucket, key, TemplateLabels);
        const current = stored?.value ?? initialLabels(name);
        const next = apply(current);
        if (next === current || (await objects.writeJsonIfUnchanged(briefsBucket, key, next, stored?.etag ?? null))) return next;
      }
      throw new Error(`Expected to write the labels of ${name} but others wrote them ${String(mostRaces)} times in between; try again`);
    },
    list: async () => {
      const own = await versionsBelow(briefKeys.templatesPrefix);
      const names = [...new Set([...shippedNames, ...own.keys()])].sort();
      return Promise.all(names.map((name) => described(name, own.get(name) ?? [])));
    },
    detail: async (name) => {
      const detail = TemplateName.safeParse(name).success ? await described(name, (await versionsBelow(`${briefKeys.templatesPrefix}${name}/`)).get(name) ?? []) : null;
      if (detail === null || detail.versions.length === 0) throw new NotFound(`Expected the name of a template but received ${JSON.stringify(name)}; GET /api/templates lists them`);
      return detail;
    },
  };
}
