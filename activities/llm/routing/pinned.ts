import { modelOf, providerOf } from '../../../schemas/models.js';
import type { Tier } from '../port.js';
import { usableChain, type Catalog, type CatalogModel } from './catalog.js';

/**
 * The one model that a person named, as `provider/model` or by the model's name alone. A name that is in no list is asked
 * of the provider it names, or of the one that would be asked anyway: endpoints know their models better than we do.
 */
export function pinnedModel(catalog: Catalog, tier: Tier, wanted: string): CatalogModel[] {
  const usable = (model: CatalogModel): boolean => catalog.providers.get(model.provider)?.missing === null;
  const known = catalog.models.get(wanted);
  if (known && usable(known)) return [known];
  const byName = [...catalog.models.values()].find((model) => model.model === wanted && usable(model));
  if (byName) return [byName];
  const named = wanted.includes('/') ? catalog.providers.get(providerOf(wanted)) : undefined;
  if (named?.missing === null && !catalog.lone) return [catalog.describe(`${named.name}/${modelOf(wanted)}`)];
  const host = usableChain(catalog, tier)[0];
  return host ? [catalog.describe(`${host.provider}/${wanted}`)] : [];
}
