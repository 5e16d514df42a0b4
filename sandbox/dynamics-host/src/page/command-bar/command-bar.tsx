import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, WebResourceIcon } from "../app/icons.tsx";
import type { Words } from "../app/words.ts";
import type { ShownCommand } from "./commands.ts";

interface Props {
  readonly words: Words;
  readonly commands: readonly ShownCommand[];
  readonly onBack?: (() => void) | undefined;
}

/** The commands in a row; those that do not fit are in a menu at the end. */
export function CommandBar({ words, commands, onBack }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const fitting = useFittingCount(bar, commands);
  return (
    <div class="command-bar" ref={bar} role="toolbar" aria-label={words.commands}>
      {onBack && (
        <button
          type="button"
          class="command back"
          title={words.back}
          aria-label={words.back}
          onClick={onBack}
        >
          <Icon name="back" />
        </button>
      )}
      {commands.map((command, index) => (
        <CommandButton key={command.id} command={command} isInRow={index < fitting} />
      ))}
      {fitting < commands.length && <OverflowMenu words={words} commands={commands.slice(fitting)} />}
    </div>
  );
}

function CommandButton({ command, isInRow }: { command: ShownCommand; isInRow: boolean }) {
  const { id, label, toolTip, icon } = command;
  return (
    <button
      type="button"
      class={isInRow ? "command" : "command overflowing"}
      // Measured even while it has no room, but neither seen nor reached.
      inert={!isInRow}
      aria-hidden={!isInRow}
      data-command={id}
      title={toolTip}
      onClick={command.run}
    >
      {typeof icon === "string" ? <Icon name={icon} /> : icon && <WebResourceIcon name={icon.webResource} />}
      <span>{label}</span>
    </button>
  );
}

function OverflowMenu({ words, commands }: { words: Words; commands: readonly ShownCommand[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) setIsOpen(false);
    };
    document.addEventListener("click", close);
    return () => document.removeEventListener("click", close);
  }, []);
  return (
    <div
      class="overflow"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key === "Escape") setIsOpen(false);
      }}
    >
      <button
        type="button"
        class="command"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        title={words.more}
        aria-label={words.more}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div class="menu" role="menu">
          {commands.map((command) => (
            <button
              key={command.id}
              type="button"
              role="menuitem"
              class="command"
              data-command={command.id}
              title={command.toolTip}
              onClick={() => {
                setIsOpen(false);
                command.run();
              }}
            >
              {typeof command.icon === "string" ? (
                <Icon name={command.icon} />
              ) : (
                command.icon && <WebResourceIcon name={command.icon.webResource} />
              )}
              <span>{command.label}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

const roomForMenu = 44;

/** How many of the commands fit into one row beside the menu. */
function useFittingCount(bar: { current: HTMLDivElement | null }, commands: readonly ShownCommand[]): number {
  const [count, setCount] = useState(commands.length);
  useLayoutEffect(() => {
    const element = bar.current;
    if (!element) return;
    const measure = () => {
      const end = element.getBoundingClientRect().right;
      const buttons = [...element.querySelectorAll<HTMLElement>(":scope > [data-command]")];
      const fits = (room: number) =>
        buttons.filter((one) => one.getBoundingClientRect().right <= end - room).length;
      setCount(fits(0) === buttons.length ? buttons.length : fits(roomForMenu));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [commands]);
  return count;
}
