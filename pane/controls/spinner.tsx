/** A spinner with a text. Render it inside a `role="status"` that already exists, so that the text is announced. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <div class="spinner">
      <span class="spinner-ring" aria-hidden="true" />
      <span>{label}</span>
    </div>
  );
}
