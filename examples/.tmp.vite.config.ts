import { mergeConfig } from 'vite';
import base from './vite.config.ts';
export default mergeConfig(base, { cacheDir: '/tmp/ip/vite', resolve: { alias: [{ find: /^@integral-pose\/sdk$/, replacement: '/tmp/ip/sdk.ts' }] }, server: { fs: { strict: false } } });
