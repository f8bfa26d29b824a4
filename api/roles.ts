export const ROLES = ['viewer', 'developer', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface User {
  id: string;
  role: Role;
}
