import { initialsOf } from "./app/initials.ts";
import { languages } from "./app/settings.ts";
import type { Shell } from "./parts/shell-parts.ts";

/** The bar at the top. Its dashed corner is the stand-in's own: there one chooses user, language and theme. */
export function AppHeader({ shell }: { readonly shell: Shell }) {
  const { words, settings } = shell;
  const { user, users, lcid, theme, temporalUi, solution } = settings;
  return (
    <header class="app-header">
      <span class="app-tiles" aria-hidden="true" />
      <b class="organisation">Acme Bank</b>
      <span class="app-name">{words.app}</span>
      <div class="stand-in" title={`${words.standInWhy} (${solution.uniqueName} ${solution.version})`}>
        <span class="stand-in-mark">{words.standIn}</span>
        {temporalUi !== undefined && (
          <a href={temporalUi} target="_blank" rel="noreferrer">
            {words.temporal} ↗
          </a>
        )}
        <Chooser
          name="user"
          label={words.user}
          value={user.email}
          options={users.map(({ email, name }) => [email, name])}
        />
        <Chooser
          name="lcid"
          label={words.language}
          value={String(lcid)}
          options={Object.entries(languages)}
        />
        <Chooser
          name="theme"
          label={words.theme}
          value={theme}
          options={[
            ["light", words.light],
            ["dark", words.dark],
          ]}
        />
      </div>
      <span class="avatar" title={user.name} role="img" aria-label={user.name}>
        {initialsOf(user.name)}
      </span>
    </header>
  );
}

interface ChooserProps {
  /** Of the query parameter that it sets. */
  readonly name: "user" | "lcid" | "theme";
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** Opens the same page again with another value in its address. */
function Chooser({ name, label, value, options }: ChooserProps) {
  return (
    <select
      aria-label={label}
      title={label}
      onChange={({ currentTarget }) => {
        const address = new URL(location.href);
        address.searchParams.set(name, currentTarget.value);
        location.assign(address);
      }}
    >
      {options.map(([key, text]) => (
        <option key={key} value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  );
}
