/** An option of a rule, declared once: type, JSON Schema, documentation and default derive from the declaration. */
export type OptionDeclaration =
  | {
      readonly type: 'number';
      readonly default: number;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description: string;
    }
  | { readonly type: 'boolean'; readonly default: boolean; readonly description: string }
  | { readonly type: 'string'; readonly default: string; readonly values?: readonly string[]; readonly description: string }
  | { readonly type: 'strings'; readonly default: readonly string[]; readonly description: string };

export type OptionDeclarations = Readonly<Record<string, OptionDeclaration>>;

type ValueOf<Declaration extends OptionDeclaration> = Declaration extends { type: 'number' }
  ? number
  : Declaration extends { type: 'boolean' }
    ? boolean
    : Declaration extends { type: 'string' }
      ? string
      : readonly string[];

/** The values of declared options, by name. */
export type OptionValues<Declarations extends OptionDeclarations> = {
  readonly [Name in keyof Declarations]: ValueOf<Declarations[Name]>;
};
