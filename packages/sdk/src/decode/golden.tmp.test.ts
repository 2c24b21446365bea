import '@tensorflow/tfjs-backend-wasm';
import { setBackend, ready, tensor4d } from '@tensorflow/tfjs-core';
import { test, expect } from 'vitest';
import { Heatmaps } from '../tensor/heatmaps.ts';
import { argmax } from './argmax.ts';
import { quarterOffset } from './quarter-offset.ts';
import { dark } from './dark.ts';
import { integral } from './integral.ts';
import { debiasedIntegral } from './debiased-integral.ts';
import { localIntegral } from './local-integral.ts';
import { localDebiasedIntegral } from './local-debiased-integral.ts';
test('golden', async () => {
  await setBackend('wasm'); await ready();
  let seed=1; const rnd=()=>{seed=(seed*1664525+1013904223)>>>0; return seed/2**32};
  const w=48,h=64,n=400; const gauss=()=>Math.sqrt(-2*Math.log(1-rnd()))*Math.cos(2*Math.PI*rnd());
  for (const kind of ['clean','noise','border','peak.4','second']) {
    const data=new Float32Array(w*h*n); const truth:[number,number][]=[];
    for(let k=0;k<n;k++){ const x=kind==='border'?rnd()*3:8+rnd()*(w-9-8), y=8+rnd()*(h-9-8); truth.push([x,y]);
      const X2=w-1-x,Y2=h-1-y;
      for(let v=0;v<h;v++)for(let u=0;u<w;u++){ let g=Math.exp(-((u-x)**2+(v-y)**2)/8); if(kind==='peak.4')g*=.4; if(kind==='second') g=Math.max(g,.6*Math.exp(-((u-X2)**2+(v-Y2)**2)/8)); if(kind==='noise') g+=.02*gauss(); data[(v*w+u)*n+k]=g; } }
    const t=tensor4d(data,[1,h,w,n]);
    const maps=new Heatmaps(t,{layout:'hwk',values:'probability',background:0});
    const out:string[]=[];
    for (const d of [argmax(),quarterOffset(),dark({blur:11}),integral(),debiasedIntegral(),localIntegral(),localDebiasedIntegral()]) {
      const a=d.decode(maps); const v=await a.data(); let e=0; for(let k=0;k<n;k++) e+=Math.hypot(v[k*8]!-.5-truth[k]![0], v[k*8+1]!-.5-truth[k]![1])/n; out.push(d.name+' '+e.toFixed(4)+' xx '+v[4]!.toFixed(2)+' s '+v[3]!.toFixed(2)); a.dispose(); }
    console.log(kind, out.join(' | '));
    maps.dispose(); t.dispose();
  }
  expect(1).toBe(1);
});
