// A board as a reader of src/docs/clients/frameworks.md writes it; BoardIT compares what it shows with what was published.
import { createRoot } from 'react-dom/client';
import { SyncProvider, useSyncStates, useSyncStatus } from './recipes/frameworks-0';

const organizationId = new URL(location.href).searchParams.get('org')!;

function Board() {
  const states = useSyncStates();
  const status = useSyncStatus();
  return (
    <table data-status={status.state}>
      <tbody>
        {states.map(({ pfaId, type, eventId }) => (
          <tr key={pfaId} data-pfa={pfaId} data-event={eventId}>
            <td>{pfaId}</td>
            <td>{type}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

createRoot(document.getElementById('board')!).render(
  <SyncProvider organizationId={organizationId} options={{ reconnectBaseMs: 100, reconnectCeilingMs: 500 }}>
    <Board />
  </SyncProvider>,
);
