import type { AlertRule } from './alert-rule.ts';
import { burnRules } from './burn-rules.ts';
import { integrityRules } from './integrity-rules.ts';
import { saturationRules } from './saturation-rules.ts';

/** Every alert rule. */
export const alertRules: readonly AlertRule[] = [...burnRules, ...saturationRules, ...integrityRules];
