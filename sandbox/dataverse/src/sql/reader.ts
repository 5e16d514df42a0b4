// A cursor over the tokens of one statement, which the parser reads by.

import { badSql } from "../errors/queries.ts";
import { tokenizeSql, type SqlToken } from "./tokenize.ts";

/**
 * The cursor that `createSqlReader` gives. skip… steps over a token if it is there and says whether it was;
 * take… throws a DataverseError if it is not.
 */
export type SqlReader = ReturnType<typeof createSqlReader>;

/** Reserved words: unless quoted, they are never names or aliases. */
const keywords = new Set(
  "select distinct top from where group order by inner left outer join on as and or not in is null like between asc desc offset rows row fetch next first only right full cross union having with case when exists limit".split(
    " ",
  ),
);

/** Creates a reader at the first token of a statement. Keywords are recognised in any letter case. */
export function createSqlReader(source: string) {
  const tokens = tokenizeSql(source);
  let index = 0;
  const at = (ahead = 0): SqlToken => tokens[index + ahead] ?? { kind: "end", value: "", isQuoted: false };
  const fail = (): never => {
    const { kind, value } = at();
    throw badSql(
      kind === "end" ? "Unexpected end of the statement." : `Incorrect syntax near '${value.slice(0, 40)}'.`,
    );
  };
  const isName = (): boolean => {
    const { kind, value, isQuoted } = at();
    return kind === "name" && (isQuoted || !keywords.has(value.toLowerCase()));
  };
  const spelling = (): string => {
    if (!isName()) fail();
    index += 1;
    return tokens[index - 1]?.value ?? "";
  };
  const isKeyword = (word: string): boolean => {
    const { kind, value, isQuoted } = at();
    return kind === "name" && !isQuoted && value.toLowerCase() === word;
  };
  const isSymbol = (symbol: string, ahead = 0): boolean =>
    at(ahead).kind === "symbol" && at(ahead).value === symbol;
  const skip = (isThere: boolean): boolean => {
    if (isThere) index += 1;
    return isThere;
  };
  return {
    at,
    fail,
    isKeyword,
    isSymbol,
    skipKeyword: (word: string): boolean => skip(isKeyword(word)),
    skipSymbol: (symbol: string): boolean => skip(isSymbol(symbol)),
    takeKeyword: (word: string): void => void (skip(isKeyword(word)) || fail()),
    takeSymbol: (symbol: string): void => void (skip(isSymbol(symbol)) || fail()),
    isName,
    /** Takes a name and gives it in lower case. */
    name: (): string => spelling().toLowerCase(),
    /** Takes a name and gives it as it is spelt, for an alias. */
    spelling,
    next(): SqlToken {
      index += 1;
      return tokens[index - 1] ?? fail();
    },
    wholeNumber(): number {
      const { kind, value } = at();
      if (kind !== "number" || !/^\d{1,9}$/.test(value)) fail();
      index += 1;
      return Number(value);
    },
    /** Throws a DataverseError unless all tokens are read. */
    end: (): void => void (at().kind === "end" || fail()),
  };
}
