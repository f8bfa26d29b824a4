/** `millwright.json`: how the service is started and looked after; the deployer reads it. */
export function deploymentFile(start: string[]): string {
  return `${JSON.stringify({ start, port: 8080, health: '/health', data_dir: 'DATA_DIR' }, null, 2)}\n`;
}
