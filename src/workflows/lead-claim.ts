/** Workflow `leadClaim`: says under which id the lead of a new person is created, whoever creates it (decision 16). */

/** The claimed id. It is the memo of the Workflow too, where it can be read before a Worker has run the Workflow. */
export interface LeadClaim {
  /** A GUID. */
  readonly leadId: string;
}

/** Ends at once: that it was started is the claim, which Temporal keeps for the retention of the namespace. */
export async function leadClaim(claim: LeadClaim): Promise<LeadClaim> {
  return claim;
}
