import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const sdk = ['@aws-sdk/*', '@smithy/*', '@aws-lambda-powertools/*', 'aws-cdk-lib', 'aws-cdk-lib/*', 'openai', 'openai/*'];
const effects = ['node:fs', 'node:fs/*', 'node:child_process', 'node:http', 'node:net', 'node:os', 'node:process', 'node:worker_threads'];

/** Imports point one way: core ← lambdas, web, local, bin. lib reaches handlers by path only. Tests import everything, nothing imports tests. */
const layer = (files, forbidden, message) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: forbidden, message },
          { group: ['**/test/**'], message: 'Nothing imports tests.' },
        ],
      },
    ],
  },
});

export default defineConfig(
  globalIgnores(['node_modules', 'cdk.out', '.build', '.galley', 'coverage']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js', 'bin/galley.js'] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Arrow functions that return a call's nothing read well: `() => resolve(undefined)`.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A rest pattern that leaves fields out names them; so does a leading underscore.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  layer(['core/**'], [...sdk, ...effects, '**/lambdas/**', '**/local/**', '**/lib/**', '**/bin/**'], 'The core is pure: no SDK, no file system, no environment, nothing of the layers around it.'),
  {
    files: ['core/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'The core takes what it needs as arguments.' }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The core receives the time.' },
        { object: 'Math', property: 'random', message: 'The core receives randomness.' },
      ],
      'no-restricted-syntax': ['error', { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The core receives the time.' }],
    },
  },
  layer(['lambdas/**'], ['**/local/**', '**/lib/**', '**/bin/**', '**/web/**'], 'A handler knows the core and its adapters, and not where it runs.'),
  layer(['local/**'], ['**/lambdas/**', '**/bin/**', '**/web/**'], 'The embedded cloud knows templates, not the application.'),
  layer(['web/**'], [...sdk, ...effects, '**/lambdas/**', '**/local/**', '**/lib/**', '**/bin/**'], 'Pages know the core and the HTTP API.'),
  layer(['lib/**'], ['**/lambdas/**', '**/local/**', '**/web/**', '**/bin/**'], 'Infrastructure reaches handlers by path.'),
  layer(['bin/**'], ['**/lambdas/**', '**/web/**'], 'The command line knows the API, the embedded cloud and the infrastructure.'),
  {
    // CDK constructs are made for their effect on the tree.
    files: ['lib/**', 'test/**'],
    rules: { 'no-new': 'off' },
  },
  {
    files: ['test/**', 'bench/**', 'tools/**'],
    rules: {
      // A test states what it knows about its own fixtures.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['bin/galley.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } }, rules: { 'no-console': 'off' } },
);
