import { concat, delay, EMPTY, type Observable, of, Subject, take, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import { TestScheduler } from 'rxjs/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { newest, type Worked } from './newest.ts';
