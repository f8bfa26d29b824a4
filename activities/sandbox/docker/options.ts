/** What the Docker driver is told. Only config.ts knows where these come from. */
import type Docker from 'dockerode';
import type { SandboxLimits } from './limits.js';

export interface DockerSandboxDriverOptions {
  docker: Docker;
  /** Keeps several products on one engine apart: part of every name and label. */
  instance: string;
  /** The folder sandbox-images/. */
  imagesDir: string;
  /** Path of a PEM bundle for hosts behind a TLS-intercepting proxy. */
  extraCaPem?: string | null;
  aptMirror?: string;
  /** `http://host:port` for apt while the base image is made. */
  aptProxy?: string | null;
  /** http_proxy, https_proxy and the like, for image builds. */
  buildArgs?: Record<string, string>;
  /** Hosts the installer may reach, instead of those of image.json. */
  registries?: string[];
  /** A proxy the installer's traffic must go through on this host: `http://host:port`. */
  upstreamProxy?: string | null;
  limits?: Partial<SandboxLimits>;
  /** Containers that are kept ready for whoever opens one next; none by default. */
  warm?: number;
  /** An engine runtime such as runsc. */
  runtime?: string | null;
  /** Told each host an installer asked for. */
  onRegistryDecision?: (host: string, allowed: boolean) => void;
}
