/** The designing phase's activities, by name; their parts are in activities/design/. */
export { designArchitecture, type ArchitectureRef } from '../design/architecture.js';
export { designUx, keepUxChoice, renderUx, type UxRef } from '../design/ux.js';
