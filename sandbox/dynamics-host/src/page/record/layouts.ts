/** Which fields stand where on the forms of leads and contacts. */
import type { Lcid } from "../app/settings.ts";
import type { Table } from "../app/tables.ts";

/** One column on a form. */
export interface Field {
  readonly column: string;
  readonly kind: "text" | "email" | "phone" | "memo" | "choice" | "readOnly";
  readonly labels: Readonly<Record<Lcid, string>>;
  readonly isRequired?: boolean;
  readonly options?: Readonly<Record<number, Readonly<Record<Lcid, string>>>>;
}

/** A card with fields. */
export interface Section {
  readonly labels: Readonly<Record<Lcid, string>>;
  readonly fields: readonly Field[];
}

/** Where the fields of a table stand on its form. */
export interface Layout {
  /** Beside the name at the top of the form. */
  readonly header: readonly Field[];
  /** Left and right of the timeline. */
  readonly left: readonly Section[];
  readonly right: readonly Section[];
  readonly details: readonly Section[];
}

type Labelled = readonly [english: string, french: string];
type More = Partial<Pick<Field, "isRequired" | "options">>;

function field(column: string, kind: Field["kind"], [english, french]: Labelled, more: More = {}): Field {
  return { column, kind, labels: { 1033: english, 1036: french }, ...more };
}

function section([english, french]: Labelled, ...fields: readonly Field[]): Section {
  return { labels: { 1033: english, 1036: french }, fields };
}

const required: More = { isRequired: true };

const sources: Field["options"] = {
  1: { 1033: "Advertisement", 1036: "Publicité" },
  2: { 1033: "Employee Referral", 1036: "Recommandation d’un employé" },
  3: { 1033: "External Referral", 1036: "Recommandation externe" },
  4: { 1033: "Partner", 1036: "Partenaire" },
  5: { 1033: "Public Relations", 1036: "Relations publiques" },
  6: { 1033: "Seminar", 1036: "Séminaire" },
  7: { 1033: "Trade Show", 1036: "Salon professionnel" },
  8: { 1033: "Web", 1036: "Web" },
  9: { 1033: "Word of Mouth", 1036: "Bouche à oreille" },
  10: { 1033: "Other", 1036: "Autre" },
};
const ratings: Field["options"] = {
  1: { 1033: "Hot", 1036: "Chaud" },
  2: { 1033: "Warm", 1036: "Tiède" },
  3: { 1033: "Cold", 1036: "Froid" },
};
const contactMethods: Field["options"] = {
  1: { 1033: "Any", 1036: "Indifférent" },
  2: { 1033: "Email", 1036: "Courriel" },
  3: { 1033: "Phone", 1036: "Téléphone" },
  4: { 1033: "Fax", 1036: "Télécopie" },
  5: { 1033: "Mail", 1036: "Poste" },
};

const owner = field("_ownerid_value", "readOnly", ["Owner", "Propriétaire"]);
const reason = field("statuscode", "readOnly", ["Status Reason", "Raison du statut"]);
const source = field("leadsourcecode", "choice", ["Lead Source", "Source du prospect"], { options: sources });
const rating = field("leadqualitycode", "choice", ["Rating", "Évaluation"], { options: ratings });

const names = [
  field("firstname", "text", ["First Name", "Prénom"]),
  field("lastname", "text", ["Last Name", "Nom de famille"], required),
  field("jobtitle", "text", ["Job Title", "Fonction"]),
];
const channels = [
  field("emailaddress1", "email", ["Email", "Courriel"]),
  field("mobilephone", "phone", ["Mobile Phone", "Téléphone mobile"]),
  field("telephone1", "phone", ["Business Phone", "Tél. professionnel"]),
];
const address = section(
  ["Address", "Adresse"],
  field("address1_line1", "text", ["Street 1", "Rue 1"]),
  field("address1_city", "text", ["City", "Ville"]),
  field("address1_stateorprovince", "text", ["Province", "Province"]),
  field("address1_postalcode", "text", ["Postal Code", "Code postal"]),
  field("address1_country", "text", ["Country", "Pays"]),
);
const preferences = section(
  ["Contact Preferences", "Préférences de contact"],
  field("preferredcontactmethodcode", "choice", ["Contact Method", "Mode de contact"], {
    options: contactMethods,
  }),
  field("donotemail", "readOnly", ["Email", "Courriel"]),
  field("donotphone", "readOnly", ["Phone", "Téléphone"]),
);
const description = section(
  ["Description", "Description"],
  field("description", "memo", ["Description", "Description"]),
);

/** The form of each table. */
export const layouts: Readonly<Record<Table["name"], Layout>> = {
  lead: {
    header: [{ ...source, kind: "readOnly" }, reason, owner],
    left: [
      section(
        ["Contact", "Contact"],
        field("subject", "text", ["Topic", "Sujet"], required),
        ...names,
        ...channels,
      ),
      section(["Company", "Société"], field("companyname", "text", ["Company", "Société"])),
    ],
    right: [section(["Lead", "Prospect"], source, rating), address],
    details: [description, preferences],
  },
  contact: {
    header: [reason, owner],
    left: [section(["Contact Information", "Coordonnées"], ...names, ...channels)],
    right: [address],
    details: [description, preferences],
  },
};

/** Every column on the form of a table. */
export function columnsOf(table: Table["name"]): readonly string[] {
  const { header, left, right, details } = layouts[table];
  const fields = [...header, ...[...left, ...right, ...details].flatMap((one) => one.fields)];
  return [...new Set(fields.map(({ column }) => column))];
}
