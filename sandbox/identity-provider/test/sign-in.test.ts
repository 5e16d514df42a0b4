import * as oidc from "openid-client";
import { expect, it } from "vitest";
import { attempt, lena, redirectUri, signIn, startProvider } from "./relying-party.ts";

it.each([
  ["in the body", oidc.ClientSecretPost],
  ["in the header", oidc.ClientSecretBasic],
])("openid-client, its secret %s, learns who signed in", async (_, authentication) => {
  await using provider = await startProvider();
  const one = await attempt(provider, { authentication: authentication(provider.clientSecret) });
  const answer = await signIn(one);
  expect(answer.status).toBe(303);
  const tokens = await one.redeem(answer.headers.get("location"));
  expect(tokens.claims()).toMatchObject({
    iss: provider.issuer,
    aud: "coconut-dynamics",
    oid: lena.oid,
    email: lena.email,
    preferred_username: lena.email,
    name: "Lena Fox",
  });
  expect(tokens.claims()?.sub).not.toBe(lena.oid);
});

it("the page asks for e-mail and password, with login_hint filled in and escaped", async () => {
  await using provider = await startProvider();
  const hint = `"><script>alert(1)</script>@example.com`;
  const { authorizeUrl } = await attempt(provider, { parameters: { login_hint: hint } });
  const answer = await fetch(authorizeUrl);
  const page = await answer.text();
  expect(page).toContain('<label for="email">');
  expect(page).toContain('<label for="password">');
  expect(page).toContain("&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;@example.com");
  expect(page).not.toContain("<script");
  expect(answer.headers.get("x-frame-options")).toBe("DENY");
  expect(answer.headers.get("content-security-policy")).toContain(
    `form-action 'self' ${new URL(redirectUri).origin};`,
  );
  expect(answer.headers.get("set-cookie")).toBeNull();
});

it.each([
  ["a wrong password", lena.email, "wrong"],
  ["somebody unknown", "nobody@example.com", lena.password],
])("after %s the page says the same thing and keeps the e-mail", async (_, email, password) => {
  await using provider = await startProvider();
  const answer = await signIn(await attempt(provider), { ...lena, email, password });
  const page = await answer.text();
  expect(answer.headers.get("location")).toBeNull();
  expect(page).toContain("do not go together");
  expect(page).toContain(`value="${email}"`);
  expect(page).not.toContain(`value="${password}"`);
});

it("Cancel sends access_denied back", async () => {
  await using provider = await startProvider();
  const one = await attempt(provider);
  const answer = await one.submit({ email: "", password: "", action: "cancel" });
  await expect(one.redeem(answer.headers.get("location"))).rejects.toMatchObject({ error: "access_denied" });
});

it("cuts itself off from its opener only where it is told to", async () => {
  await using provider = await startProvider();
  const { authorizeUrl } = await attempt(provider);
  const policy = async () => (await fetch(authorizeUrl)).headers.get("cross-origin-opener-policy");
  expect(await policy()).toBeNull();
  provider.setOpenerPolicy(true);
  expect(await policy()).toBe("same-origin");
  provider.reset();
  expect(await policy()).toBeNull();
});
