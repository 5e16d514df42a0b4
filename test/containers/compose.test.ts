/** docker-compose.yml, read by a real Compose. What it means for the order and the secrets: test/docker-compose.test.ts. */
import { describe, expect, inject, test } from "vitest";
import { openProject, type Settings } from "./project.ts";

const engine = inject("engine");

describe.skipIf("missing" in engine)("Compose", () => {
  if ("missing" in engine) return;
  const required: Settings = { POSTGRES_PASSWORD: "database-secret", AZURE_CLIENT_SECRET: "dynamics-secret" };

  test("reads every service, and gives each process only the secrets it needs", async () => {
    await using project = await openProject(engine, required);
    const { services } = await project.config();
    expect(Object.keys(services).toSorted()).toEqual([
      "postgres",
      "server",
      "temporal",
      "temporal-namespace",
      "temporal-schema",
      "temporal-ui",
      "worker",
    ]);
    expect(services["server"]?.environment).toMatchObject({ AZURE_CLIENT_SECRET: "", POSTGRES_PASSWORD: "" });
    expect(services["worker"]?.environment).toMatchObject({
      COCONUT_WEBHOOK_SECRETS: "",
      PANE_SECRET: "",
      OIDC_CLIENT_SECRET: "",
      POSTGRES_PASSWORD: "",
    });
    expect(services["postgres"]?.environment).toMatchObject({ POSTGRES_PASSWORD: "database-secret" });
  });

  test("gives the server the secret of Dynamics once there is a pane", async () => {
    await using project = await openProject(engine, { ...required, PANE_URL: "https://pane.example" });
    const { services } = await project.config();
    expect(services["server"]?.environment["AZURE_CLIENT_SECRET"]).toBe("dynamics-secret");
  });

  test("starts nothing without the database's password, and says where to set it", async () => {
    await using project = await openProject(engine, {});
    await expect(project.config()).rejects.toThrow(/POSTGRES_PASSWORD.*set it in \.env/);
  });
});
