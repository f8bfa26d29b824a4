/** The installer's network: internal, so that its gateway, where our proxy listens, is all it reaches. */
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import { engineCall, engineCallUnless, engineStatus } from './errors.js';
import { LABEL } from './names.js';
import { startRegistryProxy, type RegistryProxy } from './registry-proxy.js';

export interface FetchNetworkOptions {
  docker: Docker;
  instance: string;
  upstreamProxy?: string | null;
  onRegistryDecision?: (host: string, allowed: boolean) => void;
}

export class FetchNetwork {
  readonly #options: FetchNetworkOptions;
  readonly #proxies = new Map<string, Promise<RegistryProxy>>();
  #network: Promise<Docker.NetworkInspectInfo> | undefined;

  constructor(options: FetchNetworkOptions) {
    this.#options = options;
  }

  /** Its name, made when missing. */
  async name(): Promise<string> {
    return (await this.#ensure()).Name;
  }

  /** Where a proxy to exactly these hosts listens; one proxy a list, started when first needed. */
  async proxyUrl(hosts: string[]): Promise<string> {
    const key = [...hosts].sort().join(' ');
    const started = this.#proxies.get(key) ?? this.#start(hosts);
    this.#proxies.set(key, started);
    started.catch(() => this.#proxies.delete(key));
    return (await started).url;
  }

  /** Ends the proxies. The network goes when no other process uses it. */
  async close(): Promise<void> {
    const proxies = await Promise.allSettled(this.#proxies.values());
    this.#proxies.clear();
    await Promise.all(proxies.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    if (!this.#network) return;
    const { Id } = await this.#network;
    this.#network = undefined;
    await engineCallUnless('Removing the installer network', [403, 404, 409], () => this.#options.docker.getNetwork(Id).remove());
  }

  async #start(hosts: string[]): Promise<RegistryProxy> {
    const { upstreamProxy, onRegistryDecision } = this.#options;
    const network = await this.#ensure();
    const address = network.IPAM?.Config?.[0]?.Gateway;
    if (!address) throw new MillwrightError('SANDBOX_UNAVAILABLE', `The network ${network.Name} has no gateway; remove it (docker network rm) and try again.`);
    const upstream = upstreamProxy ? new URL(upstreamProxy) : null;
    try {
      return await startRegistryProxy({
        address,
        hosts,
        upstream: upstream && { host: upstream.hostname, port: Number(upstream.port || 80) },
        onDecision: onRegistryDecision,
      });
    } catch (error) {
      const detail = `The registry proxy cannot listen on ${address}: installing dependencies needs the Docker engine on the worker's own machine (Linux). ${String(error)}`;
      throw new MillwrightError('SANDBOX_UNAVAILABLE', detail, { cause: error });
    }
  }

  #ensure(): Promise<Docker.NetworkInspectInfo> {
    this.#network ??= this.#findOrCreate();
    this.#network.catch(() => (this.#network = undefined));
    return this.#network;
  }

  async #findOrCreate(): Promise<Docker.NetworkInspectInfo> {
    const { docker, instance } = this.#options;
    const Name = `millwright-install-${instance}`;
    const find = () => engineCallUnless('Looking for the installer network', [404], () => docker.getNetwork(Name).inspect());
    const found = await find();
    if (found) return found as Docker.NetworkInspectInfo;
    try {
      await docker.createNetwork({ Name, Internal: true, CheckDuplicate: true, Labels: { [LABEL.instance]: instance } });
    } catch (error) {
      // 409: another process made it a moment ago.
      if (engineStatus(error) !== 409) throw error;
    }
    return (await engineCall('Making the installer network', () => docker.getNetwork(Name).inspect())) as Docker.NetworkInspectInfo;
  }
}
