import { cpu } from '@integral-pose/sdk/cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { byId } from '../webcam/dom.ts';
import { BiasStudy } from './bias/bias-study.ts';
import { showExperiments } from './findings/show-experiments.ts';
import { SingleStudy } from './single-map/single-study.ts';

function fail(error: unknown): void {
  const message = byId('message', HTMLElement);
  message.textContent = error instanceof Error ? error.message : String(error);
  message.hidden = false;
}

showExperiments(byId('experiments', HTMLElement), byId('tally', HTMLElement));
// Maps of one joint are small: plain JavaScript is quick enough, and there is nothing to fetch.
const backend = cpu();
await backend.start();
await setBackend(backend.name);
new BiasStudy(fail).update();
new SingleStudy(fail).start();
byId('app', HTMLElement).dataset.ready = 'true';
