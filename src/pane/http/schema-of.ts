/** Holds a zod schema to a type of the contract while it compiles. */
import type { z } from "zod";

/** `T` without `readonly`, which makes no difference on the wire. */
type Mutable<T> = T extends object ? { -readonly [Key in keyof T]: Mutable<T[Key]> } : T;

/**
 * Two such functions are compared for identity: an optional property that one lacks is a difference too. Written out,
 * as the arguments of a type alias would only be compared for being assignable to each other.
 */
type IsSame<A, B> =
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  (<T>() => T extends Mutable<A> ? 1 : 2) extends <T>() => T extends Mutable<B> ? 1 : 2 ? true : false;

/** Returns the schema it is given, which does not compile unless it takes exactly the shapes of `Contract`. */
export function schemaOf<Contract>() {
  return <Schema extends z.ZodType>(
    schema: Schema &
      (IsSame<z.input<Schema>, Contract> extends true ? unknown : "this schema differs from the contract"),
  ): Schema => schema;
}
