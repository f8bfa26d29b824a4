/** One install's network: internal, so that its gateway, where our proxy listens, is all it reaches. Nobody else is in it. */
import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { MillwrightError } from '../../../contracts/failures.js';
import { engineCall, engineCallUnless } from './errors.js';
import { INSTALL_SECONDS, TRANSFER_SECONDS } from './limits.js';
import { LABEL } from './names.js';
import { startRegistryProxy, type RegistryProxy } from './registry-proxy.js';

export interface FetchNetworkOptions {
  docker: Docker;
  instance: string;
  upstreamProxy?: string | null;
  onRegistryDecision?: (host: string, allowed: boolean) => void;
  /** Whether a host that may be reached answered. */
  onReached?: (host: string, isThere: boolean) => void;
}

export interface FetchNetwork {
  name: string;
  /** Where a proxy to exactly the hosts asked for listens. */
  proxyUrl: string;
  close(): Promise<void>;
}

/** Makes it. Rejects with SANDBOX_UNAVAILABLE, having left nothing. Its label lets the reaper remove what a dead process left. */
export async function openFetchNetwork(options: FetchNetworkOptions, hosts: string[]): Promise<FetchNetwork> {
  const { docker, instance } = options;
  const name = `millwright-install-${instance}-${randomBytes(4).toString('hex')}`;
  const deadline = String(Math.ceil(Date.now() / 1000 + INSTALL_SECONDS + TRANSFER_SECONDS));
  const Labels = { [LABEL.instance]: instance, [LABEL.purpose]: 'install', [LABEL.deadline]: deadline };
  const network = await engineCall('Making the installer network', () => docker.createNetwork({ Name: name, Internal: true, Labels }));
  const remove = () => engineCallUnless('Removing the installer network', [403, 404, 409], () => network.remove());
  try {
    const found = (await engineCall('Looking at the installer network', () => network.inspect())) as Docker.NetworkInspectInfo;
    const proxy = await startProxy(found, options, hosts);
    const close = async () => {
      await proxy.close();
      await remove();
    };
    return { name, proxyUrl: proxy.url, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startProxy(network: Docker.NetworkInspectInfo, options: FetchNetworkOptions, hosts: string[]): Promise<RegistryProxy> {
  const { upstreamProxy, onRegistryDecision, onReached } = options;
  const address = network.IPAM?.Config?.[0]?.Gateway;
  if (!address)
    throw new MillwrightError('SANDBOX_UNAVAILABLE', `The network ${network.Name} has no gateway. Look at the Docker engine's log, then try again.`);
  const upstream = upstreamProxy ? new URL(upstreamProxy) : null;
  try {
    return await startRegistryProxy({
      address,
      hosts,
      upstream: upstream && { host: upstream.hostname, port: Number(upstream.port || 80) },
      onDecision: onRegistryDecision,
      onReached,
    });
  } catch (error) {
    const detail = `The registry proxy cannot listen on ${address}: installing dependencies needs the Docker engine on the worker's own machine (Linux). ${String(error)}`;
    throw new MillwrightError('SANDBOX_UNAVAILABLE', detail, { cause: error });
  }
}
