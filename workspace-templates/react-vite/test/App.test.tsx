import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { App } from '../src/App';

afterEach(cleanup);

function add(name: string) {
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: name } });
  fireEvent.click(screen.getByRole('button', { name: 'Add' }));
}

test('it begins empty', () => {
  render(<App />);
  expect(screen.getByText('Nothing here yet.')).toBeTruthy();
});

test('an item is added and removed', () => {
  render(<App />);
  add('  first ');
  expect(screen.getByRole('listitem').textContent).toContain('first');
  fireEvent.click(screen.getByRole('button', { name: 'Remove first' }));
  expect(screen.queryByRole('listitem')).toBeNull();
});

test('blanks are no name', () => {
  render(<App />);
  add('   ');
  expect(screen.queryByRole('listitem')).toBeNull();
});
