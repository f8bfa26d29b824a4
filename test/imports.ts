/** Reads the sources as syntax trees: who imports whom, and what the tree shows besides. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from '@swc/core';
import { projectRoot } from '../config.js';

export interface Import {
  /** The importing file, relative to the project. */
  from: string;
  /** A file of ours (relative to the project, .ts) or the name of a package. */
  to: string;
  ours: boolean;
  /** Gone at run time. */
  typeOnly: boolean;
}

export interface Source {
  file: string;
  text: string;
}

export interface Facts {
  file: string;
  imports: Import[];
  readsEnvironment: boolean;
  usesAny: boolean;
  exportsDefault: boolean;
  /** Texts of string literals. */
  strings: string[];
}

const SKIPPED = /(^|\/)(node_modules|dist|\.git|\.mw|\.ci|fixtures|kept)(\/|$)|^(web\/dist|db\/migrations|docs|sandbox-images|workspace-templates)\//;

/** Every TypeScript source of ours. */
export function sources(): Source[] {
  const files: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(projectRoot, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (SKIPPED.test(path)) continue;
      if (entry.isDirectory()) walk(path);
      else if (/\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) files.push(path);
    }
  };
  walk('');
  return files.sort().map((file) => ({ file, text: readFileSync(join(projectRoot, file), 'utf8') }));
}

interface Node {
  type?: string;
  [field: string]: unknown;
}

export function factsOf({ file, text }: Source): Facts {
  const facts: Facts = { file, imports: [], readsEnvironment: false, usesAny: false, exportsDefault: false, strings: [] };
  visit(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') }) as unknown as Node, facts);
  return facts;
}

function visit(node: unknown, facts: Facts): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) return node.forEach((child) => visit(child, facts));
  note(node as Node, facts);
  for (const child of Object.values(node)) visit(child, facts);
}

function note(node: Node, facts: Facts): void {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      return addImport(node['source'], node['typeOnly'] === true, facts);
    case 'CallExpression':
      if ((node['callee'] as Node).type === 'Import') addImport((node['arguments'] as { expression: unknown }[])[0]?.expression, false, facts);
      return;
    case 'MemberExpression':
      facts.readsEnvironment ||= (node['object'] as Node)['value'] === 'process' && (node['property'] as Node)['value'] === 'env';
      return;
    case 'TsKeywordType':
      facts.usesAny ||= node['kind'] === 'any';
      return;
    case 'ExportDefaultDeclaration':
    case 'ExportDefaultExpression':
      facts.exportsDefault = true;
      return;
    case 'StringLiteral':
      facts.strings.push(String(node['value']));
  }
}

function addImport(source: unknown, typeOnly: boolean, facts: Facts): void {
  const specifier = (source as { type?: string; value?: string } | null)?.value;
  if (typeof specifier !== 'string') return;
  const ours = specifier.startsWith('.');
  const to = ours ? normalize(join(dirname(facts.file), specifier)).replace(/\.jsx?$/, '.ts') : packageOf(specifier);
  facts.imports.push({ from: facts.file, to, ours, typeOnly });
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** The first circle of run-time imports, or null. */
export function findCycle(imports: Import[]): string[] | null {
  const next = new Map<string, string[]>();
  for (const { from, to, ours, typeOnly } of imports) if (ours && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const follow = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of next.get(file) ?? []) {
      const cycle = follow(target, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const cycle = follow(file, []);
    if (cycle) return cycle;
  }
  return null;
}
