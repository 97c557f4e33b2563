// The same traits joined and grouped by DuckDB, without a score: seconds for reading the exported files, for finding the values that are not
// hubs, and for the join. Run by scripts/bench correlate.
import { DuckDBInstance } from '@duckdb/node-api';

const [folder, limit] = process.argv.slice(2);
const database = await DuckDBInstance.create(`${folder}/traits.duckdb`, { threads: '2' });
const connection = await database.connect();

async function seconds(sql) {
  const started = process.hrtime.bigint();
  await connection.run(sql);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

const columns = "columns={'hash':'BIGINT','kind':'SMALLINT','value':'VARCHAR','id':'UUID'}";
let load = 0;
for (const side of ['endpoint', 'site'])
  load += await seconds(`CREATE TABLE ${side} AS SELECT * FROM read_csv('${folder}/${side}.csv', header=false, ${columns})`);
const usable = await seconds(`CREATE TABLE usable AS
  SELECT hash, kind, value
    FROM (SELECT hash, kind, value, count(DISTINCT id) AS n FROM endpoint GROUP BY ALL) e
    JOIN (SELECT hash, kind, value, count(DISTINCT id) AS n FROM site GROUP BY ALL) s USING (hash, kind, value)
   WHERE e.n * s.n <= ${limit}`);
const join = await seconds(`CREATE TABLE pair AS
  SELECT e.id AS endpoint_id, s.id AS site_id, count(*) AS n
    FROM endpoint e JOIN usable USING (hash, kind, value) JOIN site s USING (hash, kind, value)
   GROUP BY ALL`);
const rows = (await connection.runAndReadAll('SELECT count(*) FROM pair')).getRows();
console.log(`${load.toFixed(2)} ${usable.toFixed(2)} ${join.toFixed(2)} ${rows[0][0]}`);
