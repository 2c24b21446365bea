// Biome formats and lints. ESLint is here for one rule, which needs TypeScript's own types to see every case:
// a promise that nobody awaits, returns or marks with `void`.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', '**/built/', '**/node_modules/', '**/.cache/', 'test/out/', 'docs/site/.vitepress'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: { '@typescript-eslint/no-floating-promises': 'error' },
  },
);
