import { defineConfig } from 'vitepress';
import { repositoryLinks } from '../../../scripts/docs/repository-links.ts';
import { apiSidebar } from '../../../scripts/docs/sidebar.ts';
import { HOME } from './home.ts';

const page = (text: string, link: string) => ({ text, link });

const guide = [
  {
    text: 'Getting started',
    items: [
      page('What it is', '/guide/'),
      page('A plain page', '/guide/plain'),
      page('React', '/guide/react'),
      page('Bundlers', '/guide/bundlers'),
      page('Hosting and CSP', '/guide/hosting'),
    ],
  },
  {
    text: 'Concepts',
    items: [
      page('The flow', '/concepts/flow'),
      page('Coordinates and mirroring', '/concepts/coordinates'),
      page('What a decoder does', '/concepts/decoding'),
      page('Uncertainty', '/concepts/uncertainty'),
      page('3D', '/concepts/3d'),
      page('Back-ends and speed', '/concepts/performance'),
      page('Privacy', '/concepts/privacy'),
    ],
  },
  {
    text: 'Recipes',
    items: [
      page('Count repetitions', '/recipes/repetitions'),
      page('Measure a joint angle', '/recipes/joint-angle'),
      page('Two people', '/recipes/two-people'),
      page('Record and replay', '/recipes/record'),
      page('Worker, or a low frame rate', '/recipes/worker'),
      page('Draw in 3D', '/recipes/three'),
      page('Your own heatmap model', '/recipes/own-model'),
      page('Your own decoder', '/recipes/own-decoder'),
      page('Your own filter', '/recipes/own-filter'),
    ],
  },
  {
    text: 'Coming from elsewhere',
    items: [
      page('MediaPipe PoseLandmarker', '/migration/mediapipe'),
      page('TensorFlow.js pose-detection', '/migration/pose-detection'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('Errors', '/errors'),
      page('Decoders', '/decoders'),
      page('Model manifest', '/manifest'),
      page('Training', '/training'),
      page('The papers', '/papers'),
      page('Their experiments, run again', '/experiments/'),
      page('API', '/api/'),
    ],
  },
];

export default defineConfig({
  title: 'Integral Pose',
  description: 'Human pose tracking in the browser: sub-pixel joints, each with its uncertainty.',
  lang: 'en-GB',
  // The pages of the site proper, and those documents of the repository that are pages too.
  srcDir: '..',
  rewrites: { 'site/:rest*': ':rest*', 'experiments/README.md': 'experiments/index.md' },
  outDir: 'dist',
  cacheDir: '.vitepress/cache',
  cleanUrls: false,
  transformPageData({ relativePath }) {
    return relativePath === 'index.md'
      ? { title: 'Integral Pose', titleTemplate: false, frontmatter: HOME }
      : undefined;
  },
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    // markdown-it's own types are not among our dependencies.
    config: (markdown) => repositoryLinks(markdown as unknown as Parameters<typeof repositoryLinks>[0]),
  },
  themeConfig: {
    nav: [
      page('Guide', '/guide/'),
      page('Recipes', '/recipes/repetitions'),
      page('Decoders', '/decoders'),
      page('API', '/api/'),
    ],
    sidebar: { '/api/': apiSidebar(), '/': guide },
    outline: [2, 3],
    search: { provider: 'local' },
    docFooter: { prev: 'Before', next: 'Next' },
    footer: { message: 'Apache-2.0. Nothing on this site is fetched from anywhere else.' },
  },
  vite: {
    publicDir: 'site/public',
    build: { chunkSizeWarningLimit: 4_000 },
  },
});
