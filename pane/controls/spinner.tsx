/** Waiting, in words. Who shows it stands it in a `role="status"` that was there before. */
export function Spinner({ label }: { readonly label: string }) {
  return (
    <div class="spinner">
      <span class="spinner-ring" aria-hidden="true" />
      <span>{label}</span>
    </div>
  );
}
