/** The constants whose weight is tried, and how a reader calls them. */
const factors = {
  'hourlyUsd.designer': 'a designer’s hour',
  'hourlyUsd.photographer': 'a photographer’s hour',
  'hourlyUsd.illustrator': 'an illustrator’s hour',
  'generation.briefHours': 'hours to write the brief',
  'generation.reviewHoursPerRound': 'hours to review a round',
  'generation.rounds': 'rounds a brief takes',
  'generation.roundsPerDoubt': 'rounds that a doubt adds',
  'generation.unapprovedShare': 'share that ends unapproved',
  'generation.unapprovedPerDoubt': 'share that a doubt adds',
  'model.price': 'the model’s price',
  'routes.hours': 'hours of the other route',
  'routes.costsUsd': 'costs of the other route',
  'adaptation.hoursPerDeliverable': 'hours to cut a size by hand',
  'adaptation.hoursPerPrint': 'hours to prepare a print',
} as const;

export type Factor = keyof typeof factors;

export function factorsOf(): { readonly factor: Factor; readonly what: string }[] {
  return (Object.keys(factors) as Factor[]).map((factor) => ({ factor, what: factors[factor] }));
}
