/** A clause of the standard, as `docs/sop.md` numbers it. */
export interface StandardClause {
  /** `S2.0/3`: the third clause of section 2.0 of the procedure; `G…` is the guide. */
  readonly id: string;
  /** One sentence or two, as Markdown. */
  readonly asks: string;
  /** The rules that judge it today. */
  readonly rules: readonly string[];
  /** Rules that are to judge it later. */
  readonly planned: readonly string[];
  /** The clause of the other text that asks the same: what judges that one judges this one. */
  readonly twin?: string | undefined;
  /** Why no file of a repository can show it. */
  readonly notLintable?: string | undefined;
}
