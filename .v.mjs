import { readFileSync } from 'node:fs';
import A from 'ajv'; 
const schema = JSON.parse(readFileSync('/tmp/sarif-schema.json','utf8'));
delete schema.$schema; if (schema.id) { delete schema.id; }
const ajv = new A.Ajv({strict:false, allErrors:true, validateFormats:false});
const v = ajv.compile(schema);
const ok = v(JSON.parse(readFileSync(0,'utf8')));
console.log(ok, v.errors?.slice(0,10));
