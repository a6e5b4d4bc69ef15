import { jest } from '@jest/globals';

/** No test fails because the machine is slow: what is waited for has deadlines of its own, and this is only the last resort. */
jest.setTimeout(180_000);
