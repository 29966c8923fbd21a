import { GoList } from '../../gotemplate/value.js';

/** A list that Go has never made: it is empty in all ways, but JSON and YAML write it as null. */
export class NilList extends GoList {
  constructor(type?: string) {
    super([], type);
  }
}
