// Made from operator/api/playbook.schema.yaml by `npm run generate`; do not edit.
export const validate = validate10;
export default validate10;
const schema11 = {"type":"object","additionalProperties":false,"required":["name"],"if":{"properties":{"disabled":{"const":true}},"required":["disabled"]},"else":{"required":["when","steps"]},"properties":{"name":{"type":"string","minLength":1,"maxLength":63,"pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},"description":{"type":"string","maxLength":1024},"disabled":{"type":"boolean"},"order":{"type":"integer","minimum":0,"maximum":1000},"when":{"type":"object","additionalProperties":false,"properties":{"layers":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string","enum":["infrastructure","platform","application"]}},"kinds":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"string","minLength":1,"maxLength":63}},"namespaces":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"string","minLength":1,"maxLength":63}},"names":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"string","minLength":1,"maxLength":253}},"words":{"$ref":"#/definitions/words"},"traits":{"type":"array","minItems":1,"maxItems":6,"items":{"$ref":"#/definitions/trait"}},"methods":{"type":"array","minItems":1,"maxItems":5,"items":{"type":"string","enum":["ArgoCD","Helm","Operator","Manual","Unknown"]}},"cause":{"type":"boolean"},"dependsOn":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"via":{"type":"string","minLength":1,"maxLength":63},"kinds":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"string","minLength":1,"maxLength":63}},"words":{"$ref":"#/definitions/words"}}},"types":{"type":"array","minItems":1,"maxItems":50,"items":{"type":"string","minLength":1,"maxLength":63}},"alerts":{"type":"array","minItems":1,"maxItems":200,"items":{"type":"string","minLength":1,"maxLength":253}},"recommends":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"string","minLength":1,"maxLength":63}},"after":{"type":"object","additionalProperties":false,"required":["operations"],"properties":{"operations":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"string","enum":["monitor_mco","cordon_node","uncordon_node","drain_node","drain_and_reboot_node","restart_kubelet","rollback_machine_config","add_node_capacity","observe","scale_workload","update_resources","restart_deployment","delete_pod","rollout_undo","argocd_sync","helm_rollback","reconcile_owner","run_job","restart_operator","monitor_cluster_operator","predict","correlate"]}},"outcomes":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"string","minLength":1,"maxLength":63}}}},"nothingElse":{"type":"boolean"}}},"steps":{"type":"array","maxItems":10,"items":{"type":"object","additionalProperties":false,"required":["operation"],"properties":{"operation":{"type":"string","enum":["monitor_mco","cordon_node","uncordon_node","drain_node","drain_and_reboot_node","restart_kubelet","rollback_machine_config","add_node_capacity","observe","scale_workload","update_resources","restart_deployment","delete_pod","rollout_undo","argocd_sync","helm_rollback","reconcile_owner","run_job","restart_operator","monitor_cluster_operator","predict","correlate"]},"target":{"$ref":"#/definitions/targetWord"},"parameters":{"type":"object","maxProperties":32},"waitSeconds":{"type":"integer","minimum":0,"maximum":86400},"timeoutSeconds":{"type":"integer","minimum":1,"maximum":86400},"required":{"type":"boolean"},"description":{"type":"string","minLength":1,"maxLength":512}}}},"checks":{"type":"array","maxItems":5,"items":{"type":"object","additionalProperties":false,"required":["type"],"properties":{"type":{"type":"string","enum":["node_ready","no_node_pressure","mco_stable","openshift_operators_ready","networking_functional","pods_running","endpoints_healthy","workload_available","prometheus_query","external_condition"]},"name":{"type":"string","minLength":1,"maxLength":63,"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},"timeoutSeconds":{"type":"integer","minimum":1,"maximum":86400},"parameters":{"type":"object","maxProperties":32}}}},"runbook":{"type":"string","minLength":8,"maxLength":512,"pattern":"^https?://[^\\s]+$"},"approval":{"type":"boolean"}},"definitions":{"words":{"type":"object","additionalProperties":false,"minProperties":1,"properties":{"any":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}},"all":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}},"none":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}}}},"trait":{"type":"string","enum":["Ill","Rollable","SelfSynced","OwnerKnown","Revised","HasDependants"]},"targetWord":{"type":"string","enum":["itself","node","pool","machines","owner","workload","application","cause","report"]}}};
const schema12 = {"type":"object","additionalProperties":false,"minProperties":1,"properties":{"any":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}},"all":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}},"none":{"type":"array","minItems":1,"maxItems":30,"items":{"type":"string","minLength":1,"maxLength":63}}}};
const schema13 = {"type":"string","enum":["Ill","Rollable","SelfSynced","OwnerKnown","Revised","HasDependants"]};
const schema15 = {"type":"string","enum":["itself","node","pool","machines","owner","workload","application","cause","report"]};
const func2 = Object.prototype.hasOwnProperty;
import func3Module from 'ajv/dist/runtime/ucs2length.js';
const func3 = func3Module.default;
const pattern0 = new RegExp("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", "u");
const pattern1 = new RegExp("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "u");
const pattern2 = new RegExp("^https?://[^\\s]+$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = true;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.disabled === undefined) && (missing0 = "disabled")){
const err0 = {};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.disabled !== undefined){
if(true !== data.disabled){
const err1 = {};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
}
var _valid0 = _errs2 === errors;
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
if(!_valid0){
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.when === undefined){
const err2 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "when"},message:"must have required property '"+"when"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.steps === undefined){
const err3 = {instancePath,schemaPath:"#/else/required",keyword:"required",params:{missingProperty: "steps"},message:"must have required property '"+"steps"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
valid0 = _valid0;
}
if(!valid0){
const err4 = {instancePath,schemaPath:"#/if",keyword:"if",params:{failingKeyword: "else"},message:"must match \"else\" schema"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(func3(data1) > 63){
const err7 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(func3(data1) < 1){
const err8 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern0.test(data1)){
const err9 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data.description !== undefined){
let data2 = data.description;
if(typeof data2 === "string"){
if(func3(data2) > 1024){
const err11 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
else {
const err12 = {instancePath:instancePath+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.disabled !== undefined){
if(typeof data.disabled !== "boolean"){
const err13 = {instancePath:instancePath+"/disabled",schemaPath:"#/properties/disabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.order !== undefined){
let data4 = data.order;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
const err14 = {instancePath:instancePath+"/order",schemaPath:"#/properties/order/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1000 || isNaN(data4)){
const err15 = {instancePath:instancePath+"/order",schemaPath:"#/properties/order/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data4 < 0 || isNaN(data4)){
const err16 = {instancePath:instancePath+"/order",schemaPath:"#/properties/order/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
if(data.when !== undefined){
let data5 = data.when;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key1 in data5){
if(!(func2.call(schema11.properties.when.properties, key1))){
const err17 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data5.layers !== undefined){
let data6 = data5.layers;
if(Array.isArray(data6)){
if(data6.length > 3){
const err18 = {instancePath:instancePath+"/when/layers",schemaPath:"#/properties/when/properties/layers/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data6.length < 1){
const err19 = {instancePath:instancePath+"/when/layers",schemaPath:"#/properties/when/properties/layers/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 !== "string"){
const err20 = {instancePath:instancePath+"/when/layers/" + i0,schemaPath:"#/properties/when/properties/layers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!(((data7 === "infrastructure") || (data7 === "platform")) || (data7 === "application"))){
const err21 = {instancePath:instancePath+"/when/layers/" + i0,schemaPath:"#/properties/when/properties/layers/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.when.properties.layers.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
}
else {
const err22 = {instancePath:instancePath+"/when/layers",schemaPath:"#/properties/when/properties/layers/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data5.kinds !== undefined){
let data8 = data5.kinds;
if(Array.isArray(data8)){
if(data8.length > 20){
const err23 = {instancePath:instancePath+"/when/kinds",schemaPath:"#/properties/when/properties/kinds/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(data8.length < 1){
const err24 = {instancePath:instancePath+"/when/kinds",schemaPath:"#/properties/when/properties/kinds/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(typeof data9 === "string"){
if(func3(data9) > 63){
const err25 = {instancePath:instancePath+"/when/kinds/" + i1,schemaPath:"#/properties/when/properties/kinds/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(func3(data9) < 1){
const err26 = {instancePath:instancePath+"/when/kinds/" + i1,schemaPath:"#/properties/when/properties/kinds/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
else {
const err27 = {instancePath:instancePath+"/when/kinds/" + i1,schemaPath:"#/properties/when/properties/kinds/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/when/kinds",schemaPath:"#/properties/when/properties/kinds/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data5.namespaces !== undefined){
let data10 = data5.namespaces;
if(Array.isArray(data10)){
if(data10.length > 20){
const err29 = {instancePath:instancePath+"/when/namespaces",schemaPath:"#/properties/when/properties/namespaces/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data10.length < 1){
const err30 = {instancePath:instancePath+"/when/namespaces",schemaPath:"#/properties/when/properties/namespaces/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
let data11 = data10[i2];
if(typeof data11 === "string"){
if(func3(data11) > 63){
const err31 = {instancePath:instancePath+"/when/namespaces/" + i2,schemaPath:"#/properties/when/properties/namespaces/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(func3(data11) < 1){
const err32 = {instancePath:instancePath+"/when/namespaces/" + i2,schemaPath:"#/properties/when/properties/namespaces/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
else {
const err33 = {instancePath:instancePath+"/when/namespaces/" + i2,schemaPath:"#/properties/when/properties/namespaces/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
else {
const err34 = {instancePath:instancePath+"/when/namespaces",schemaPath:"#/properties/when/properties/namespaces/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data5.names !== undefined){
let data12 = data5.names;
if(Array.isArray(data12)){
if(data12.length > 20){
const err35 = {instancePath:instancePath+"/when/names",schemaPath:"#/properties/when/properties/names/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(data12.length < 1){
const err36 = {instancePath:instancePath+"/when/names",schemaPath:"#/properties/when/properties/names/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
let data13 = data12[i3];
if(typeof data13 === "string"){
if(func3(data13) > 253){
const err37 = {instancePath:instancePath+"/when/names/" + i3,schemaPath:"#/properties/when/properties/names/items/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(func3(data13) < 1){
const err38 = {instancePath:instancePath+"/when/names/" + i3,schemaPath:"#/properties/when/properties/names/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
else {
const err39 = {instancePath:instancePath+"/when/names/" + i3,schemaPath:"#/properties/when/properties/names/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
}
else {
const err40 = {instancePath:instancePath+"/when/names",schemaPath:"#/properties/when/properties/names/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data5.words !== undefined){
let data14 = data5.words;
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(Object.keys(data14).length < 1){
const err41 = {instancePath:instancePath+"/when/words",schemaPath:"#/definitions/words/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
for(const key2 in data14){
if(!(((key2 === "any") || (key2 === "all")) || (key2 === "none"))){
const err42 = {instancePath:instancePath+"/when/words",schemaPath:"#/definitions/words/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data14.any !== undefined){
let data15 = data14.any;
if(Array.isArray(data15)){
if(data15.length > 30){
const err43 = {instancePath:instancePath+"/when/words/any",schemaPath:"#/definitions/words/properties/any/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data15.length < 1){
const err44 = {instancePath:instancePath+"/when/words/any",schemaPath:"#/definitions/words/properties/any/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
const len4 = data15.length;
for(let i4=0; i4<len4; i4++){
let data16 = data15[i4];
if(typeof data16 === "string"){
if(func3(data16) > 63){
const err45 = {instancePath:instancePath+"/when/words/any/" + i4,schemaPath:"#/definitions/words/properties/any/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
if(func3(data16) < 1){
const err46 = {instancePath:instancePath+"/when/words/any/" + i4,schemaPath:"#/definitions/words/properties/any/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
else {
const err47 = {instancePath:instancePath+"/when/words/any/" + i4,schemaPath:"#/definitions/words/properties/any/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath:instancePath+"/when/words/any",schemaPath:"#/definitions/words/properties/any/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data14.all !== undefined){
let data17 = data14.all;
if(Array.isArray(data17)){
if(data17.length > 30){
const err49 = {instancePath:instancePath+"/when/words/all",schemaPath:"#/definitions/words/properties/all/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data17.length < 1){
const err50 = {instancePath:instancePath+"/when/words/all",schemaPath:"#/definitions/words/properties/all/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
const len5 = data17.length;
for(let i5=0; i5<len5; i5++){
let data18 = data17[i5];
if(typeof data18 === "string"){
if(func3(data18) > 63){
const err51 = {instancePath:instancePath+"/when/words/all/" + i5,schemaPath:"#/definitions/words/properties/all/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(func3(data18) < 1){
const err52 = {instancePath:instancePath+"/when/words/all/" + i5,schemaPath:"#/definitions/words/properties/all/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
else {
const err53 = {instancePath:instancePath+"/when/words/all/" + i5,schemaPath:"#/definitions/words/properties/all/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/when/words/all",schemaPath:"#/definitions/words/properties/all/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data14.none !== undefined){
let data19 = data14.none;
if(Array.isArray(data19)){
if(data19.length > 30){
const err55 = {instancePath:instancePath+"/when/words/none",schemaPath:"#/definitions/words/properties/none/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(data19.length < 1){
const err56 = {instancePath:instancePath+"/when/words/none",schemaPath:"#/definitions/words/properties/none/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
const len6 = data19.length;
for(let i6=0; i6<len6; i6++){
let data20 = data19[i6];
if(typeof data20 === "string"){
if(func3(data20) > 63){
const err57 = {instancePath:instancePath+"/when/words/none/" + i6,schemaPath:"#/definitions/words/properties/none/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(func3(data20) < 1){
const err58 = {instancePath:instancePath+"/when/words/none/" + i6,schemaPath:"#/definitions/words/properties/none/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
else {
const err59 = {instancePath:instancePath+"/when/words/none/" + i6,schemaPath:"#/definitions/words/properties/none/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
}
else {
const err60 = {instancePath:instancePath+"/when/words/none",schemaPath:"#/definitions/words/properties/none/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/when/words",schemaPath:"#/definitions/words/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data5.traits !== undefined){
let data21 = data5.traits;
if(Array.isArray(data21)){
if(data21.length > 6){
const err62 = {instancePath:instancePath+"/when/traits",schemaPath:"#/properties/when/properties/traits/maxItems",keyword:"maxItems",params:{limit: 6},message:"must NOT have more than 6 items"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data21.length < 1){
const err63 = {instancePath:instancePath+"/when/traits",schemaPath:"#/properties/when/properties/traits/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
const len7 = data21.length;
for(let i7=0; i7<len7; i7++){
let data22 = data21[i7];
if(typeof data22 !== "string"){
const err64 = {instancePath:instancePath+"/when/traits/" + i7,schemaPath:"#/definitions/trait/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(!((((((data22 === "Ill") || (data22 === "Rollable")) || (data22 === "SelfSynced")) || (data22 === "OwnerKnown")) || (data22 === "Revised")) || (data22 === "HasDependants"))){
const err65 = {instancePath:instancePath+"/when/traits/" + i7,schemaPath:"#/definitions/trait/enum",keyword:"enum",params:{allowedValues: schema13.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
}
else {
const err66 = {instancePath:instancePath+"/when/traits",schemaPath:"#/properties/when/properties/traits/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data5.methods !== undefined){
let data23 = data5.methods;
if(Array.isArray(data23)){
if(data23.length > 5){
const err67 = {instancePath:instancePath+"/when/methods",schemaPath:"#/properties/when/properties/methods/maxItems",keyword:"maxItems",params:{limit: 5},message:"must NOT have more than 5 items"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(data23.length < 1){
const err68 = {instancePath:instancePath+"/when/methods",schemaPath:"#/properties/when/properties/methods/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
const len8 = data23.length;
for(let i8=0; i8<len8; i8++){
let data24 = data23[i8];
if(typeof data24 !== "string"){
const err69 = {instancePath:instancePath+"/when/methods/" + i8,schemaPath:"#/properties/when/properties/methods/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(!(((((data24 === "ArgoCD") || (data24 === "Helm")) || (data24 === "Operator")) || (data24 === "Manual")) || (data24 === "Unknown"))){
const err70 = {instancePath:instancePath+"/when/methods/" + i8,schemaPath:"#/properties/when/properties/methods/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.when.properties.methods.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
}
else {
const err71 = {instancePath:instancePath+"/when/methods",schemaPath:"#/properties/when/properties/methods/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data5.cause !== undefined){
if(typeof data5.cause !== "boolean"){
const err72 = {instancePath:instancePath+"/when/cause",schemaPath:"#/properties/when/properties/cause/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data5.dependsOn !== undefined){
let data26 = data5.dependsOn;
if(data26 && typeof data26 == "object" && !Array.isArray(data26)){
if(Object.keys(data26).length < 1){
const err73 = {instancePath:instancePath+"/when/dependsOn",schemaPath:"#/properties/when/properties/dependsOn/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
for(const key3 in data26){
if(!(((key3 === "via") || (key3 === "kinds")) || (key3 === "words"))){
const err74 = {instancePath:instancePath+"/when/dependsOn",schemaPath:"#/properties/when/properties/dependsOn/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data26.via !== undefined){
let data27 = data26.via;
if(typeof data27 === "string"){
if(func3(data27) > 63){
const err75 = {instancePath:instancePath+"/when/dependsOn/via",schemaPath:"#/properties/when/properties/dependsOn/properties/via/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(func3(data27) < 1){
const err76 = {instancePath:instancePath+"/when/dependsOn/via",schemaPath:"#/properties/when/properties/dependsOn/properties/via/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
else {
const err77 = {instancePath:instancePath+"/when/dependsOn/via",schemaPath:"#/properties/when/properties/dependsOn/properties/via/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data26.kinds !== undefined){
let data28 = data26.kinds;
if(Array.isArray(data28)){
if(data28.length > 20){
const err78 = {instancePath:instancePath+"/when/dependsOn/kinds",schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data28.length < 1){
const err79 = {instancePath:instancePath+"/when/dependsOn/kinds",schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
const len9 = data28.length;
for(let i9=0; i9<len9; i9++){
let data29 = data28[i9];
if(typeof data29 === "string"){
if(func3(data29) > 63){
const err80 = {instancePath:instancePath+"/when/dependsOn/kinds/" + i9,schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
if(func3(data29) < 1){
const err81 = {instancePath:instancePath+"/when/dependsOn/kinds/" + i9,schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
else {
const err82 = {instancePath:instancePath+"/when/dependsOn/kinds/" + i9,schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
}
else {
const err83 = {instancePath:instancePath+"/when/dependsOn/kinds",schemaPath:"#/properties/when/properties/dependsOn/properties/kinds/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
if(data26.words !== undefined){
let data30 = data26.words;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(Object.keys(data30).length < 1){
const err84 = {instancePath:instancePath+"/when/dependsOn/words",schemaPath:"#/definitions/words/minProperties",keyword:"minProperties",params:{limit: 1},message:"must NOT have fewer than 1 properties"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
for(const key4 in data30){
if(!(((key4 === "any") || (key4 === "all")) || (key4 === "none"))){
const err85 = {instancePath:instancePath+"/when/dependsOn/words",schemaPath:"#/definitions/words/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data30.any !== undefined){
let data31 = data30.any;
if(Array.isArray(data31)){
if(data31.length > 30){
const err86 = {instancePath:instancePath+"/when/dependsOn/words/any",schemaPath:"#/definitions/words/properties/any/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(data31.length < 1){
const err87 = {instancePath:instancePath+"/when/dependsOn/words/any",schemaPath:"#/definitions/words/properties/any/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
const len10 = data31.length;
for(let i10=0; i10<len10; i10++){
let data32 = data31[i10];
if(typeof data32 === "string"){
if(func3(data32) > 63){
const err88 = {instancePath:instancePath+"/when/dependsOn/words/any/" + i10,schemaPath:"#/definitions/words/properties/any/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(func3(data32) < 1){
const err89 = {instancePath:instancePath+"/when/dependsOn/words/any/" + i10,schemaPath:"#/definitions/words/properties/any/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
else {
const err90 = {instancePath:instancePath+"/when/dependsOn/words/any/" + i10,schemaPath:"#/definitions/words/properties/any/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
}
else {
const err91 = {instancePath:instancePath+"/when/dependsOn/words/any",schemaPath:"#/definitions/words/properties/any/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data30.all !== undefined){
let data33 = data30.all;
if(Array.isArray(data33)){
if(data33.length > 30){
const err92 = {instancePath:instancePath+"/when/dependsOn/words/all",schemaPath:"#/definitions/words/properties/all/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data33.length < 1){
const err93 = {instancePath:instancePath+"/when/dependsOn/words/all",schemaPath:"#/definitions/words/properties/all/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
const len11 = data33.length;
for(let i11=0; i11<len11; i11++){
let data34 = data33[i11];
if(typeof data34 === "string"){
if(func3(data34) > 63){
const err94 = {instancePath:instancePath+"/when/dependsOn/words/all/" + i11,schemaPath:"#/definitions/words/properties/all/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(func3(data34) < 1){
const err95 = {instancePath:instancePath+"/when/dependsOn/words/all/" + i11,schemaPath:"#/definitions/words/properties/all/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
else {
const err96 = {instancePath:instancePath+"/when/dependsOn/words/all/" + i11,schemaPath:"#/definitions/words/properties/all/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/when/dependsOn/words/all",schemaPath:"#/definitions/words/properties/all/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
if(data30.none !== undefined){
let data35 = data30.none;
if(Array.isArray(data35)){
if(data35.length > 30){
const err98 = {instancePath:instancePath+"/when/dependsOn/words/none",schemaPath:"#/definitions/words/properties/none/maxItems",keyword:"maxItems",params:{limit: 30},message:"must NOT have more than 30 items"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data35.length < 1){
const err99 = {instancePath:instancePath+"/when/dependsOn/words/none",schemaPath:"#/definitions/words/properties/none/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
const len12 = data35.length;
for(let i12=0; i12<len12; i12++){
let data36 = data35[i12];
if(typeof data36 === "string"){
if(func3(data36) > 63){
const err100 = {instancePath:instancePath+"/when/dependsOn/words/none/" + i12,schemaPath:"#/definitions/words/properties/none/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(func3(data36) < 1){
const err101 = {instancePath:instancePath+"/when/dependsOn/words/none/" + i12,schemaPath:"#/definitions/words/properties/none/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
else {
const err102 = {instancePath:instancePath+"/when/dependsOn/words/none/" + i12,schemaPath:"#/definitions/words/properties/none/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
}
else {
const err103 = {instancePath:instancePath+"/when/dependsOn/words/none",schemaPath:"#/definitions/words/properties/none/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/when/dependsOn/words",schemaPath:"#/definitions/words/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
else {
const err105 = {instancePath:instancePath+"/when/dependsOn",schemaPath:"#/properties/when/properties/dependsOn/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data5.types !== undefined){
let data37 = data5.types;
if(Array.isArray(data37)){
if(data37.length > 50){
const err106 = {instancePath:instancePath+"/when/types",schemaPath:"#/properties/when/properties/types/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(data37.length < 1){
const err107 = {instancePath:instancePath+"/when/types",schemaPath:"#/properties/when/properties/types/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
const len13 = data37.length;
for(let i13=0; i13<len13; i13++){
let data38 = data37[i13];
if(typeof data38 === "string"){
if(func3(data38) > 63){
const err108 = {instancePath:instancePath+"/when/types/" + i13,schemaPath:"#/properties/when/properties/types/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if(func3(data38) < 1){
const err109 = {instancePath:instancePath+"/when/types/" + i13,schemaPath:"#/properties/when/properties/types/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
else {
const err110 = {instancePath:instancePath+"/when/types/" + i13,schemaPath:"#/properties/when/properties/types/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
}
else {
const err111 = {instancePath:instancePath+"/when/types",schemaPath:"#/properties/when/properties/types/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data5.alerts !== undefined){
let data39 = data5.alerts;
if(Array.isArray(data39)){
if(data39.length > 200){
const err112 = {instancePath:instancePath+"/when/alerts",schemaPath:"#/properties/when/properties/alerts/maxItems",keyword:"maxItems",params:{limit: 200},message:"must NOT have more than 200 items"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data39.length < 1){
const err113 = {instancePath:instancePath+"/when/alerts",schemaPath:"#/properties/when/properties/alerts/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
const len14 = data39.length;
for(let i14=0; i14<len14; i14++){
let data40 = data39[i14];
if(typeof data40 === "string"){
if(func3(data40) > 253){
const err114 = {instancePath:instancePath+"/when/alerts/" + i14,schemaPath:"#/properties/when/properties/alerts/items/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(func3(data40) < 1){
const err115 = {instancePath:instancePath+"/when/alerts/" + i14,schemaPath:"#/properties/when/properties/alerts/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
else {
const err116 = {instancePath:instancePath+"/when/alerts/" + i14,schemaPath:"#/properties/when/properties/alerts/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
}
else {
const err117 = {instancePath:instancePath+"/when/alerts",schemaPath:"#/properties/when/properties/alerts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data5.recommends !== undefined){
let data41 = data5.recommends;
if(Array.isArray(data41)){
if(data41.length > 20){
const err118 = {instancePath:instancePath+"/when/recommends",schemaPath:"#/properties/when/properties/recommends/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(data41.length < 1){
const err119 = {instancePath:instancePath+"/when/recommends",schemaPath:"#/properties/when/properties/recommends/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
const len15 = data41.length;
for(let i15=0; i15<len15; i15++){
let data42 = data41[i15];
if(typeof data42 === "string"){
if(func3(data42) > 63){
const err120 = {instancePath:instancePath+"/when/recommends/" + i15,schemaPath:"#/properties/when/properties/recommends/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(func3(data42) < 1){
const err121 = {instancePath:instancePath+"/when/recommends/" + i15,schemaPath:"#/properties/when/properties/recommends/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
else {
const err122 = {instancePath:instancePath+"/when/recommends/" + i15,schemaPath:"#/properties/when/properties/recommends/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
}
else {
const err123 = {instancePath:instancePath+"/when/recommends",schemaPath:"#/properties/when/properties/recommends/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
}
if(data5.after !== undefined){
let data43 = data5.after;
if(data43 && typeof data43 == "object" && !Array.isArray(data43)){
if(data43.operations === undefined){
const err124 = {instancePath:instancePath+"/when/after",schemaPath:"#/properties/when/properties/after/required",keyword:"required",params:{missingProperty: "operations"},message:"must have required property '"+"operations"+"'"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
for(const key5 in data43){
if(!((key5 === "operations") || (key5 === "outcomes"))){
const err125 = {instancePath:instancePath+"/when/after",schemaPath:"#/properties/when/properties/after/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data43.operations !== undefined){
let data44 = data43.operations;
if(Array.isArray(data44)){
if(data44.length > 10){
const err126 = {instancePath:instancePath+"/when/after/operations",schemaPath:"#/properties/when/properties/after/properties/operations/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data44.length < 1){
const err127 = {instancePath:instancePath+"/when/after/operations",schemaPath:"#/properties/when/properties/after/properties/operations/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
const len16 = data44.length;
for(let i16=0; i16<len16; i16++){
let data45 = data44[i16];
if(typeof data45 !== "string"){
const err128 = {instancePath:instancePath+"/when/after/operations/" + i16,schemaPath:"#/properties/when/properties/after/properties/operations/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
if(!((((((((((((((((((((((data45 === "monitor_mco") || (data45 === "cordon_node")) || (data45 === "uncordon_node")) || (data45 === "drain_node")) || (data45 === "drain_and_reboot_node")) || (data45 === "restart_kubelet")) || (data45 === "rollback_machine_config")) || (data45 === "add_node_capacity")) || (data45 === "observe")) || (data45 === "scale_workload")) || (data45 === "update_resources")) || (data45 === "restart_deployment")) || (data45 === "delete_pod")) || (data45 === "rollout_undo")) || (data45 === "argocd_sync")) || (data45 === "helm_rollback")) || (data45 === "reconcile_owner")) || (data45 === "run_job")) || (data45 === "restart_operator")) || (data45 === "monitor_cluster_operator")) || (data45 === "predict")) || (data45 === "correlate"))){
const err129 = {instancePath:instancePath+"/when/after/operations/" + i16,schemaPath:"#/properties/when/properties/after/properties/operations/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.when.properties.after.properties.operations.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/when/after/operations",schemaPath:"#/properties/when/properties/after/properties/operations/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data43.outcomes !== undefined){
let data46 = data43.outcomes;
if(Array.isArray(data46)){
if(data46.length > 10){
const err131 = {instancePath:instancePath+"/when/after/outcomes",schemaPath:"#/properties/when/properties/after/properties/outcomes/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if(data46.length < 1){
const err132 = {instancePath:instancePath+"/when/after/outcomes",schemaPath:"#/properties/when/properties/after/properties/outcomes/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
const len17 = data46.length;
for(let i17=0; i17<len17; i17++){
let data47 = data46[i17];
if(typeof data47 === "string"){
if(func3(data47) > 63){
const err133 = {instancePath:instancePath+"/when/after/outcomes/" + i17,schemaPath:"#/properties/when/properties/after/properties/outcomes/items/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(func3(data47) < 1){
const err134 = {instancePath:instancePath+"/when/after/outcomes/" + i17,schemaPath:"#/properties/when/properties/after/properties/outcomes/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
}
else {
const err135 = {instancePath:instancePath+"/when/after/outcomes/" + i17,schemaPath:"#/properties/when/properties/after/properties/outcomes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
}
else {
const err136 = {instancePath:instancePath+"/when/after/outcomes",schemaPath:"#/properties/when/properties/after/properties/outcomes/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
}
else {
const err137 = {instancePath:instancePath+"/when/after",schemaPath:"#/properties/when/properties/after/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
if(data5.nothingElse !== undefined){
if(typeof data5.nothingElse !== "boolean"){
const err138 = {instancePath:instancePath+"/when/nothingElse",schemaPath:"#/properties/when/properties/nothingElse/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
else {
const err139 = {instancePath:instancePath+"/when",schemaPath:"#/properties/when/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data.steps !== undefined){
let data49 = data.steps;
if(Array.isArray(data49)){
if(data49.length > 10){
const err140 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
const len18 = data49.length;
for(let i18=0; i18<len18; i18++){
let data50 = data49[i18];
if(data50 && typeof data50 == "object" && !Array.isArray(data50)){
if(data50.operation === undefined){
const err141 = {instancePath:instancePath+"/steps/" + i18,schemaPath:"#/properties/steps/items/required",keyword:"required",params:{missingProperty: "operation"},message:"must have required property '"+"operation"+"'"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
for(const key6 in data50){
if(!(((((((key6 === "operation") || (key6 === "target")) || (key6 === "parameters")) || (key6 === "waitSeconds")) || (key6 === "timeoutSeconds")) || (key6 === "required")) || (key6 === "description"))){
const err142 = {instancePath:instancePath+"/steps/" + i18,schemaPath:"#/properties/steps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data50.operation !== undefined){
let data51 = data50.operation;
if(typeof data51 !== "string"){
const err143 = {instancePath:instancePath+"/steps/" + i18+"/operation",schemaPath:"#/properties/steps/items/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(!((((((((((((((((((((((data51 === "monitor_mco") || (data51 === "cordon_node")) || (data51 === "uncordon_node")) || (data51 === "drain_node")) || (data51 === "drain_and_reboot_node")) || (data51 === "restart_kubelet")) || (data51 === "rollback_machine_config")) || (data51 === "add_node_capacity")) || (data51 === "observe")) || (data51 === "scale_workload")) || (data51 === "update_resources")) || (data51 === "restart_deployment")) || (data51 === "delete_pod")) || (data51 === "rollout_undo")) || (data51 === "argocd_sync")) || (data51 === "helm_rollback")) || (data51 === "reconcile_owner")) || (data51 === "run_job")) || (data51 === "restart_operator")) || (data51 === "monitor_cluster_operator")) || (data51 === "predict")) || (data51 === "correlate"))){
const err144 = {instancePath:instancePath+"/steps/" + i18+"/operation",schemaPath:"#/properties/steps/items/properties/operation/enum",keyword:"enum",params:{allowedValues: schema11.properties.steps.items.properties.operation.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data50.target !== undefined){
let data52 = data50.target;
if(typeof data52 !== "string"){
const err145 = {instancePath:instancePath+"/steps/" + i18+"/target",schemaPath:"#/definitions/targetWord/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(!(((((((((data52 === "itself") || (data52 === "node")) || (data52 === "pool")) || (data52 === "machines")) || (data52 === "owner")) || (data52 === "workload")) || (data52 === "application")) || (data52 === "cause")) || (data52 === "report"))){
const err146 = {instancePath:instancePath+"/steps/" + i18+"/target",schemaPath:"#/definitions/targetWord/enum",keyword:"enum",params:{allowedValues: schema15.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data50.parameters !== undefined){
let data53 = data50.parameters;
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(Object.keys(data53).length > 32){
const err147 = {instancePath:instancePath+"/steps/" + i18+"/parameters",schemaPath:"#/properties/steps/items/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
else {
const err148 = {instancePath:instancePath+"/steps/" + i18+"/parameters",schemaPath:"#/properties/steps/items/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data50.waitSeconds !== undefined){
let data54 = data50.waitSeconds;
if(!(((typeof data54 == "number") && (!(data54 % 1) && !isNaN(data54))) && (isFinite(data54)))){
const err149 = {instancePath:instancePath+"/steps/" + i18+"/waitSeconds",schemaPath:"#/properties/steps/items/properties/waitSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if((typeof data54 == "number") && (isFinite(data54))){
if(data54 > 86400 || isNaN(data54)){
const err150 = {instancePath:instancePath+"/steps/" + i18+"/waitSeconds",schemaPath:"#/properties/steps/items/properties/waitSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(data54 < 0 || isNaN(data54)){
const err151 = {instancePath:instancePath+"/steps/" + i18+"/waitSeconds",schemaPath:"#/properties/steps/items/properties/waitSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
}
if(data50.timeoutSeconds !== undefined){
let data55 = data50.timeoutSeconds;
if(!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))){
const err152 = {instancePath:instancePath+"/steps/" + i18+"/timeoutSeconds",schemaPath:"#/properties/steps/items/properties/timeoutSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 86400 || isNaN(data55)){
const err153 = {instancePath:instancePath+"/steps/" + i18+"/timeoutSeconds",schemaPath:"#/properties/steps/items/properties/timeoutSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(data55 < 1 || isNaN(data55)){
const err154 = {instancePath:instancePath+"/steps/" + i18+"/timeoutSeconds",schemaPath:"#/properties/steps/items/properties/timeoutSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
}
}
if(data50.required !== undefined){
if(typeof data50.required !== "boolean"){
const err155 = {instancePath:instancePath+"/steps/" + i18+"/required",schemaPath:"#/properties/steps/items/properties/required/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data50.description !== undefined){
let data57 = data50.description;
if(typeof data57 === "string"){
if(func3(data57) > 512){
const err156 = {instancePath:instancePath+"/steps/" + i18+"/description",schemaPath:"#/properties/steps/items/properties/description/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
if(func3(data57) < 1){
const err157 = {instancePath:instancePath+"/steps/" + i18+"/description",schemaPath:"#/properties/steps/items/properties/description/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
else {
const err158 = {instancePath:instancePath+"/steps/" + i18+"/description",schemaPath:"#/properties/steps/items/properties/description/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
}
else {
const err159 = {instancePath:instancePath+"/steps/" + i18,schemaPath:"#/properties/steps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
}
else {
const err160 = {instancePath:instancePath+"/steps",schemaPath:"#/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
if(data.checks !== undefined){
let data58 = data.checks;
if(Array.isArray(data58)){
if(data58.length > 5){
const err161 = {instancePath:instancePath+"/checks",schemaPath:"#/properties/checks/maxItems",keyword:"maxItems",params:{limit: 5},message:"must NOT have more than 5 items"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
const len19 = data58.length;
for(let i19=0; i19<len19; i19++){
let data59 = data58[i19];
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
if(data59.type === undefined){
const err162 = {instancePath:instancePath+"/checks/" + i19,schemaPath:"#/properties/checks/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
for(const key7 in data59){
if(!((((key7 === "type") || (key7 === "name")) || (key7 === "timeoutSeconds")) || (key7 === "parameters"))){
const err163 = {instancePath:instancePath+"/checks/" + i19,schemaPath:"#/properties/checks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
if(data59.type !== undefined){
let data60 = data59.type;
if(typeof data60 !== "string"){
const err164 = {instancePath:instancePath+"/checks/" + i19+"/type",schemaPath:"#/properties/checks/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(!((((((((((data60 === "node_ready") || (data60 === "no_node_pressure")) || (data60 === "mco_stable")) || (data60 === "openshift_operators_ready")) || (data60 === "networking_functional")) || (data60 === "pods_running")) || (data60 === "endpoints_healthy")) || (data60 === "workload_available")) || (data60 === "prometheus_query")) || (data60 === "external_condition"))){
const err165 = {instancePath:instancePath+"/checks/" + i19+"/type",schemaPath:"#/properties/checks/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema11.properties.checks.items.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data59.name !== undefined){
let data61 = data59.name;
if(typeof data61 === "string"){
if(func3(data61) > 63){
const err166 = {instancePath:instancePath+"/checks/" + i19+"/name",schemaPath:"#/properties/checks/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if(func3(data61) < 1){
const err167 = {instancePath:instancePath+"/checks/" + i19+"/name",schemaPath:"#/properties/checks/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
if(!pattern1.test(data61)){
const err168 = {instancePath:instancePath+"/checks/" + i19+"/name",schemaPath:"#/properties/checks/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
else {
const err169 = {instancePath:instancePath+"/checks/" + i19+"/name",schemaPath:"#/properties/checks/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data59.timeoutSeconds !== undefined){
let data62 = data59.timeoutSeconds;
if(!(((typeof data62 == "number") && (!(data62 % 1) && !isNaN(data62))) && (isFinite(data62)))){
const err170 = {instancePath:instancePath+"/checks/" + i19+"/timeoutSeconds",schemaPath:"#/properties/checks/items/properties/timeoutSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if((typeof data62 == "number") && (isFinite(data62))){
if(data62 > 86400 || isNaN(data62)){
const err171 = {instancePath:instancePath+"/checks/" + i19+"/timeoutSeconds",schemaPath:"#/properties/checks/items/properties/timeoutSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(data62 < 1 || isNaN(data62)){
const err172 = {instancePath:instancePath+"/checks/" + i19+"/timeoutSeconds",schemaPath:"#/properties/checks/items/properties/timeoutSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
}
if(data59.parameters !== undefined){
let data63 = data59.parameters;
if(data63 && typeof data63 == "object" && !Array.isArray(data63)){
if(Object.keys(data63).length > 32){
const err173 = {instancePath:instancePath+"/checks/" + i19+"/parameters",schemaPath:"#/properties/checks/items/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
else {
const err174 = {instancePath:instancePath+"/checks/" + i19+"/parameters",schemaPath:"#/properties/checks/items/properties/parameters/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
}
else {
const err175 = {instancePath:instancePath+"/checks/" + i19,schemaPath:"#/properties/checks/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
}
else {
const err176 = {instancePath:instancePath+"/checks",schemaPath:"#/properties/checks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data.runbook !== undefined){
let data64 = data.runbook;
if(typeof data64 === "string"){
if(func3(data64) > 512){
const err177 = {instancePath:instancePath+"/runbook",schemaPath:"#/properties/runbook/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
if(func3(data64) < 8){
const err178 = {instancePath:instancePath+"/runbook",schemaPath:"#/properties/runbook/minLength",keyword:"minLength",params:{limit: 8},message:"must NOT have fewer than 8 characters"};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
if(!pattern2.test(data64)){
const err179 = {instancePath:instancePath+"/runbook",schemaPath:"#/properties/runbook/pattern",keyword:"pattern",params:{pattern: "^https?://[^\\s]+$"},message:"must match pattern \""+"^https?://[^\\s]+$"+"\""};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
else {
const err180 = {instancePath:instancePath+"/runbook",schemaPath:"#/properties/runbook/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
if(data.approval !== undefined){
if(typeof data.approval !== "boolean"){
const err181 = {instancePath:instancePath+"/approval",schemaPath:"#/properties/approval/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
}
else {
const err182 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

