import { describeAssociator } from '@integral-pose/test-kit';
import { byOverlap } from './by-overlap.ts';
import { bySimilarity } from './by-similarity.ts';

describeAssociator('bySimilarity', bySimilarity);
describeAssociator('byOverlap', byOverlap);
