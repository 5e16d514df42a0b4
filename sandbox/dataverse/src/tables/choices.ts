// Choice columns that several of account, contact and lead have in common.

import type { Column } from "../model/metadata.ts";
import { choice } from "./columns.ts";

/** The column industrycode of account and lead. */
export const industry = (): Column =>
  choice("IndustryCode", {
    1: "Accounting",
    2: "Agriculture and Non-petrol Natural Resource Extraction",
    3: "Broadcasting Printing and Publishing",
    4: "Brokers",
    5: "Building Supply Retail",
    6: "Business Services",
    7: "Consulting",
    8: "Consumer Services",
    9: "Design, Direction and Creative Management",
    10: "Distributors, Dispatchers and Processors",
    11: "Doctor's Offices and Clinics",
    12: "Durable Manufacturing",
    13: "Eating and Drinking Places",
    14: "Entertainment Retail",
    15: "Equipment Rental and Leasing",
    16: "Financial",
    17: "Food and Tobacco Processing",
    18: "Inbound Capital Intensive Processing",
    19: "Inbound Repair and Services",
    20: "Insurance",
    21: "Legal Services",
    22: "Non-Durable Merchandise Retail",
    23: "Outbound Consumer Service",
    24: "Petrochemical Extraction and Distribution",
    25: "Service Retail",
    26: "SIG Affiliations",
    27: "Social Services",
    28: "Special Outbound Trade Contractors",
    29: "Specialty Realty",
    30: "Transportation",
    31: "Utility Creation and Distribution",
    32: "Vehicle Retail",
    33: "Wholesale",
  });

/** The column preferredcontactmethodcode of account, contact and lead. */
export const preferredContactMethod = (): Column =>
  choice(
    "PreferredContactMethodCode",
    { 1: "Any", 2: "Email", 3: "Phone", 4: "Fax", 5: "Mail" },
    { initial: 1 },
  );
