import type { Look } from '../decoder-lab/markers.ts';

/** The plain integral, and what is trained through it. */
export const INTEGRAL: Look = { shape: 'up', onDark: '#ff7f50', onLight: '#c8440e' };
/** The integral without the background. */
export const DEBIASED: Look = { shape: 'circle', onDark: '#2dd4a0', onLight: '#00805c' };
/** Detection: a target in each cell. */
export const DETECTION: Look = { shape: 'diamond', onDark: '#56b4e9', onLight: '#0072b2' };
