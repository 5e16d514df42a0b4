/** A small solution, made by hand, whose parts a test may change before it is zipped. */
import { strToU8, zipSync } from "fflate";

export type Parts = Record<string, string>;

const command = `
var Trial = {
  clicked(form) {
    form.ui.controls.forEach((control) => { if (control.getControlType() === "timelinewall") control.refresh(); });
    window.seen = { id: form.data.entity.getId(), table: form.data.entity.getEntityName(), isShell: window === window.top };
    window.top.document.title = JSON.stringify(window.seen);
    Trial.form = form;
  },
  async open(form) {
    const panes = Xrm.App.sidePanes;
    const pane = panes.getPane("trial") || await panes.createPane({ paneId: "trial", title: "Trial pane", width: 460,
      canClose: true, alwaysRender: true, imageSrc: "WebResources/coco_/img/calendar.svg" });
    const data = encodeURIComponent(JSON.stringify({ table: form.data.entity.getEntityName(), id: form.data.entity.getId() }));
    await pane.navigate({ pageType: "webresource", webresourceName: "coco_/pane.html", data });
    pane.select();
  },
};
async function trialOpen(form, id, table, lcid, baseLcid) {
  window.top.document.title = [id, table, lcid, baseLcid].join(" ");
  if (Xrm.App.sidePanes) return Trial.open(form);
  return Xrm.Navigation.navigateTo({ pageType: "webresource", webresourceName: "coco_/pane.html", data: "d" },
    { target: 2, position: 2, width: { value: 480, unit: "px" }, title: "Trial pane" });
}`;

const webResources = [
  ["coco_/js/command.js", 3, command],
  ["coco_/pane.html", 1, `<!doctype html><title>Pane</title><body><script src="js/pane.js"></script>`],
  [
    "coco_/js/pane.js",
    3,
    `document.body.textContent = new URLSearchParams(location.search).get("data") + " for " + parent.Xrm.Utility.getGlobalContext().userSettings.userName + (matchMedia("(prefers-color-scheme: dark)").matches ? " dark" : " light");`,
  ],
  [
    "coco_/img/calendar.svg",
    11,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="currentColor"><path d="M5 2h1v2h8V2h1v2h2v13H3V4h2V2zm-1 6v8h12V8H4z"/></svg>`,
  ],
] as const;

const fileOf = (name: string) => `WebResources/${name.replaceAll(/[./]/g, "")}`;

function ribbon(table: string): string {
  const button = (id: string, sequence: number) => `
    <CustomAction Id="coco.${table}.${id}.CustomAction" Location="Mscrm.Form.${table}.MainTab.Save.Controls._children" Sequence="${sequence}"><CommandUIDefinition>
      <Button Id="coco.${table}.${id}.Button" Command="coco.${table}.${id}.Command" Alt="$LocLabels:coco.${table}.${id}.Label" LabelText="$LocLabels:coco.${table}.${id}.Label" ToolTipTitle="$LocLabels:coco.${table}.${id}.Label" TemplateAlias="o1" Sequence="${sequence}" ModernImage="$webresource:coco_/img/calendar.svg"/>
    </CommandUIDefinition></CustomAction>`;
  const definition = (id: string, functionName: string, parameters: string) => `
    <CommandDefinition Id="coco.${table}.${id}.Command"><EnableRules><EnableRule Id="coco.${table}.Existing"/></EnableRules><DisplayRules><DisplayRule Id="coco.${table}.CanCreate"/></DisplayRules>
      <Actions><JavaScriptFunction Library="$webresource:coco_/js/command.js" FunctionName="${functionName}">${parameters}</JavaScriptFunction></Actions></CommandDefinition>`;
  const parameter = (value: string) => `<CrmParameter Value="${value}"/>`;
  const primary = parameter("PrimaryControl");
  const all = ["PrimaryControl", "FirstPrimaryItemId", "PrimaryEntityTypeName", "UserLcid", "OrgLcid"].map(
    parameter,
  );
  return `<RibbonDiffXml>
    <CustomActions>${button("Click", 46)}${button("Open", 47)}</CustomActions><Templates><RibbonTemplates Id="Mscrm.Templates"/></Templates>
    <CommandDefinitions>${definition("Click", "Trial.clicked", primary)}${definition("Open", "trialOpen", all.join(""))}</CommandDefinitions>
    <RuleDefinitions><TabDisplayRules/>
      <DisplayRules><DisplayRule Id="coco.${table}.CanCreate"><EntityPrivilegeRule EntityName="appointment" PrivilegeType="Create" PrivilegeDepth="Basic"/></DisplayRule></DisplayRules>
      <EnableRules><EnableRule Id="coco.${table}.Existing"><FormStateRule State="Existing"/></EnableRule></EnableRules></RuleDefinitions>
    <LocLabels>
      <LocLabel Id="coco.${table}.Click.Label"><Titles><Title description="Create Appointment" languagecode="1033"/><Title description="Créer un rendez-vous" languagecode="1036"/></Titles></LocLabel>
      <LocLabel Id="coco.${table}.Open.Label"><Titles><Title description="Open the pane" languagecode="1033"/></Titles></LocLabel>
    </LocLabels></RibbonDiffXml>`;
}

function entity(name: string): string {
  return `<Entity><Name LocalizedName="${name}" OriginalName="${name}">${name}</Name><EntityInfo><entity Name="${name}" unmodified="1"><attributes/></entity></EntityInfo>${ribbon(name.toLowerCase())}</Entity>`;
}

const overrides = webResources.map(
  ([name]) => `<Override PartName="/${fileOf(name)}" ContentType="application/octet-stream"/>`,
);
const components = webResources.map(
  ([name]) => `<RootComponent type="61" schemaName="${name}" behavior="0"/>`,
);
const listed = webResources.map(
  ([name, type]) =>
    `<WebResource><Name>${name}</Name><WebResourceType>${type}</WebResourceType><FileName>/${fileOf(name)}</FileName></WebResource>`,
);

/** As text, by name in the zip. */
export const wholeSolution: Readonly<Parts> = {
  "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/octet-stream"/>${overrides.join("")}</Types>`,
  "solution.xml": `<ImportExportXml version="9.2.0.0" languagecode="1033"><SolutionManifest><UniqueName>Trial</UniqueName><Version>1.0.0.0</Version><Publisher><UniqueName>coco</UniqueName><CustomizationPrefix>coco</CustomizationPrefix></Publisher><RootComponents><RootComponent type="1" schemaName="lead" behavior="2"/><RootComponent type="1" schemaName="contact" behavior="2"/>${components.join("")}</RootComponents></SolutionManifest></ImportExportXml>`,
  "customizations.xml": `<ImportExportXml><Entities>${entity("Lead")}${entity("Contact")}</Entities><WebResources>${listed.join("")}</WebResources></ImportExportXml>`,
  ...Object.fromEntries(webResources.map(([name, , text]) => [fileOf(name), text])),
};

export function zipOf(parts: Readonly<Parts>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}
