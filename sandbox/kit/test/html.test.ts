import { html } from "@coconut-dynamics/sandbox-kit/html";
import { expect, test } from "vitest";

test("escapes what is put in", () => {
  const text = `<b title="a" lang='b'>&`;
  expect(html`<p>${text}</p>`.text).toBe("<p>&#60;b title=&#34;a&#34; lang=&#39;b&#39;&#62;&#38;</p>");
});

test("takes other markup as it is, alone and in lists", () => {
  const items = ["<", "b"].map((text) => html`<i>${text}</i>`);
  expect(html`${items}${html`<b>c</b>`}`.text).toBe("<i>&#60;</i><i>b</i><b>c</b>");
});

test("escapes the texts of a list too", () => {
  expect(html`${["<", [">"]]}`.text).toBe("&#60;&#62;");
});

test("writes numbers, and nothing for null and undefined", () => {
  expect(html`${0}|${null}|${undefined}`.text).toBe("0||");
});
