import { DatabaseSync } from 'node:sqlite';
import type { DevtoolsServer } from 'autotel-devtools/server';

export interface StoreCaps {
  /** Whole traces are removed, oldest first, but never the newest, however large it is. */
  readonly spans: number;
  readonly logs: number;
  /** Distinct values of attributes offered for completion. */
  readonly values: number;
}

/**
 * Removes the oldest telemetry above the caps. Takes time linear in what is removed.
 *
 * NOTE: autotel-devtools 27.1.0 caps traces, not spans; scans all attributes for every 5 % it removes to get
 * below its size limit; and never forgets an attribute value. So its database is pruned here. If a later
 * version keeps it elsewhere, this does nothing, and only its own limits hold.
 * @returns whether the database was found
 */
export function pruneStore(store: DevtoolsServer, caps: StoreCaps): boolean {
  const database: unknown = Reflect.get(Object(Reflect.get(store, 'store')), 'db');
  if (!(database instanceof DatabaseSync)) return false;
  database.exec('BEGIN');
  try {
    pruneTraces(database, caps.spans);
    pruneLogs(database, caps.logs);
    pruneValues(database, caps.values);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
  return true;
}

function pruneTraces(database: DatabaseSync, spans: number): void {
  const doomed = database
    .prepare(
      `SELECT trace_id FROM (
         SELECT trace_id,
           row_number() OVER newest AS rank,
           sum((SELECT count(*) FROM spans WHERE spans.trace_id = traces.trace_id)) OVER newest AS total
         FROM traces WINDOW newest AS (ORDER BY start_time DESC, trace_id)
       ) WHERE rank > 1 AND total > ?`,
    )
    .all(spans);
  const removals = [
    'DELETE FROM spans WHERE trace_id = ?1',
    'DELETE FROM span_events WHERE trace_id = ?1',
    'DELETE FROM span_links WHERE trace_id = ?1',
    // Entities are named trace:span, and ';' is the character after ':'.
    `DELETE FROM attribute_occurrences
     WHERE signal = 'traces' AND entity_id > ?1 || ':' AND entity_id < ?1 || ';'`,
    'DELETE FROM traces WHERE trace_id = ?1',
  ].map((sql) => database.prepare(sql));
  for (const row of doomed) {
    for (const removal of removals) removal.run(String(row['trace_id']));
  }
}

function pruneLogs(database: DatabaseSync, logs: number): void {
  const doomed = database
    .prepare('SELECT id FROM logs ORDER BY timestamp DESC, id DESC LIMIT -1 OFFSET ?')
    .all(logs);
  const removals = [
    "DELETE FROM attribute_occurrences WHERE signal = 'logs' AND entity_id = ?",
    'DELETE FROM logs WHERE id = ?',
  ].map((sql) => database.prepare(sql));
  for (const row of doomed) {
    for (const removal of removals) removal.run(String(row['id']));
  }
}

function pruneValues(database: DatabaseSync, values: number): void {
  database
    .prepare(
      `DELETE FROM attribute_values WHERE rowid IN (
         SELECT rowid FROM attribute_values ORDER BY last_seen DESC LIMIT -1 OFFSET ?
       )`,
    )
    .run(values);
}
