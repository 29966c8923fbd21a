import type { TemplateFunction } from '../../gotemplate/template-function.js';
import { CHOICE_FUNCTIONS } from './choice-functions.js';
import { DATE_FUNCTIONS } from './date-functions.js';
import { ENCODING_FUNCTIONS } from './encoding-functions.js';
import { LAYOUT_FUNCTIONS } from './layout-functions.js';
import { LIST_FUNCTIONS } from './list-functions.js';
import { MAP_FUNCTIONS } from './map-functions.js';
import { NUMBER_FUNCTIONS } from './number-functions.js';
import { PATH_FUNCTIONS } from './path-functions.js';
import { RANDOM_FUNCTIONS } from './random-functions.js';
import { REGEXP_FUNCTIONS } from './regexp-functions.js';
import { SEMVER_FUNCTIONS } from './semver-functions.js';
import { TEMPLATE_FUNCTIONS } from './template-functions.js';
import { TEXT_FUNCTIONS } from './text-functions.js';

/** All functions that Helm 4 gives to templates beside those of Go's templates, by name. `env` and `expandenv` are none of them. */
export const HELM_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map(
  [
    ...TEXT_FUNCTIONS,
    ...LAYOUT_FUNCTIONS,
    ...REGEXP_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...CHOICE_FUNCTIONS,
    ...LIST_FUNCTIONS,
    ...MAP_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...PATH_FUNCTIONS,
    ...SEMVER_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...RANDOM_FUNCTIONS,
    ...TEMPLATE_FUNCTIONS,
  ].map(declared => [declared.name, declared]),
);
