import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { copyMountsPlugin, mountsPlugin } from '../scripts/mounts.ts';
import { headersPlugin } from './headers.ts';

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run demo` is for the webcam page: its own address is what people look for. */
function announceWebcam(): Plugin {
  return {
    name: 'integral-pose-announce-webcam',
    configureServer(server) {
      const print = server.printUrls.bind(server);
      server.printUrls = () => {
        for (const address of server.resolvedUrls?.local ?? [])
          console.log(`\n  The webcam page:  ${address}webcam/\n`);
        print();
      };
    },
  };
}

export default defineConfig({
  // A missing file is a 404 and not the start page: a model that is not there must look that way.
  appType: 'mpa',
  // Relative addresses: the built folder works under any path of any static server.
  base: './',
  resolve: { conditions: ['integral-pose-source', 'module', 'browser', 'development|production'] },
  plugins: [headersPlugin(), mountsPlugin(), copyMountsPlugin(), announceWebcam()],
  // Workers import what they need when they need it.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    // Nothing is inlined: the page runs without `unsafe-inline`.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rollupOptions: {
      input: {
        index: page('./index.html'),
        webcam: page('./webcam/index.html'),
        'decoder-lab': page('./decoder-lab/index.html'),
        papers: page('./papers/index.html'),
        minimal: page('./minimal/index.html'),
        'own-decoder': page('./own-decoder/index.html'),
        react: page('./react/index.html'),
        'react-minimal': page('./react-minimal/index.html'),
        three: page('./three/index.html'),
        'three-avatar': page('./three-avatar/index.html'),
      },
    },
  },
});
