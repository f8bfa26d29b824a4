import { describe, expect, it } from '@jest/globals';
import { gatesView } from '../../api/settings.js';
import { GATE_WAITS, waitsAt, type PassingGate, type WaitingGate } from '../../contracts/gates.js';
import { GATES, type Gate } from '../../contracts/messages.js';

const waiting = (facts: Parameters<typeof waitsAt>[1]): Gate[] => GATES.filter((gate) => waitsAt(gate, facts));

describe('the gates that wait for a person', () => {
  it('are the plan and the deployment, and what a build asks for or meets on its way', () => {
    expect(waiting({})).toEqual(['G2', 'G8']);
    expect(waiting({ review: true })).toEqual(['G2', 'G3', 'G6', 'G8']);
    expect(waiting({ page: true })).toEqual(['G2', 'G4', 'G8']);
    expect(waiting({ findings: true })).toEqual(['G2', 'G5', 'G6', 'G8']);
    expect(waiting({ failedTask: true })).toEqual(['G2', 'G5', 'G8']);
  });

  it('are shown in the settings as the workflow goes by them', () => {
    expect(Object.fromEntries(gatesView().map(({ gate, waits }) => [gate, waits]))).toEqual(GATE_WAITS);
  });

  it('cannot be passed by policy, nor others be waited for, in a program that compiles', () => {
    // @ts-expect-error the plan always waits
    const passing: PassingGate = 'G2';
    // @ts-expect-error the intake never waits
    const asking: WaitingGate = 'G0';
    expect([waitsAt(passing), waitsAt(asking)]).toEqual([true, false]);
  });
});
