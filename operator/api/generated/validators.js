// Made from crds/ by `npm run generate`; do not edit.
export const validateAnomaly = validate10;
const schema11 = {"$id":"Anomaly","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"const":"coordination.selfheal.dev/v1alpha1"},"kind":{"const":"Anomaly"},"metadata":{"type":"object","additionalProperties":false,"properties":{"name":{"type":["string","null"],"maxLength":63,"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},"namespace":{"type":["string","null"]},"generateName":{"type":["string","null"]},"uid":{"type":["string","null"]},"resourceVersion":{"type":["string","null"]},"generation":{"type":["integer","null"]},"creationTimestamp":{"type":["string","null"]},"deletionTimestamp":{"type":["string","null"]},"deletionGracePeriodSeconds":{"type":["integer","null"]},"selfLink":{"type":["string","null"]},"labels":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"annotations":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"finalizers":{"type":["array","null"],"items":{"type":"string"}},"ownerReferences":{"type":["array","null"],"items":{"type":"object","additionalProperties":false,"required":["apiVersion","kind","name","uid"],"properties":{"apiVersion":{"type":"string","minLength":1},"kind":{"type":"string","minLength":1},"name":{"type":"string","minLength":1},"uid":{"type":"string","minLength":1},"controller":{"type":["boolean","null"]},"blockOwnerDeletion":{"type":["boolean","null"]}}}},"managedFields":{"type":["array","null"],"items":{"type":"object"}}}},"spec":{"type":"object","required":["type","severity"],"properties":{"type":{"type":"string","pattern":"^[a-z][a-z0-9_]*$","minLength":1,"maxLength":63},"severity":{"type":"string","enum":["critical","high","medium","low"]},"source":{"type":["string","null"],"enum":["deterministic","ai_driven","manual",null],"default":"manual"},"reporter":{"type":["string","null"],"maxLength":253},"requestedBy":{"type":["string","null"],"maxLength":253},"confidence":{"type":["number","null"],"minimum":0,"maximum":1},"description":{"type":["string","null"],"maxLength":2048},"targets":{"type":["array","null"],"maxItems":16,"items":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"details":{"type":["object","null"],"maxProperties":64,"additionalProperties":{"maxLength":1024,"maxItems":0,"maxProperties":0}},"recommendedAction":{"type":["string","null"],"maxLength":253},"detectedAt":{"type":["string","null"],"format":"date-time"},"resolvedAt":{"type":["string","null"],"format":"date-time"},"reports":{"type":["integer","null"],"minimum":0,"maximum":2147483647},"lastReportedAt":{"type":["string","null"],"format":"date-time"},"fingerprint":{"type":["string","null"],"pattern":"^[A-Za-z0-9_.-]+$","maxLength":64},"mode":{"type":["string","null"],"enum":["Automatic","Approval","DryRun","Observe",null]}},"additionalProperties":false},"status":{"type":["object","null"],"properties":{"phase":{"type":["string","null"],"enum":["Pending","Suppressed","Planned","Remediating","Resolved","Failed",null]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"reason":{"type":["string","null"],"pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"message":{"type":["string","null"],"maxLength":2048},"epoch":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"blocked":{"type":["object","null"],"required":["reason","since"],"properties":{"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"since":{"format":"date-time","type":"string"},"until":{"type":["string","null"],"format":"date-time"},"by":{"type":["string","null"],"maxLength":400}},"additionalProperties":false},"affectedLayers":{"type":["array","null"],"maxItems":3,"items":{"type":"string","enum":["infrastructure","platform","application"]},"uniqueItems":true},"impactedResources":{"type":["array","null"],"maxItems":64,"items":{"type":"object","required":["layer","target"],"properties":{"layer":{"type":"string","enum":["infrastructure","platform","application"]},"state":{"type":["string","null"],"maxLength":253},"target":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"additionalProperties":false}},"rootCause":{"type":["object","null"],"required":["layer"],"properties":{"layer":{"type":"string","enum":["infrastructure","platform","application"]},"target":{"type":["object","null"],"required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false},"evidence":{"type":["array","null"],"maxItems":20,"items":{"type":"object","required":["what"],"properties":{"what":{"type":"string","maxLength":512},"where":{"type":["string","null"],"maxLength":400},"since":{"type":["string","null"],"format":"date-time"}},"additionalProperties":false}}},"additionalProperties":false},"dependencies":{"type":["array","null"],"maxItems":64,"items":{"type":"object","required":["from","to"],"properties":{"from":{"type":"string","maxLength":400},"to":{"type":"string","maxLength":400},"via":{"type":["string","null"],"maxLength":253}},"additionalProperties":false}},"deployments":{"type":["array","null"],"maxItems":32,"items":{"type":"object","required":["target","method"],"properties":{"method":{"type":"string","enum":["ArgoCD","Helm","Operator","Manual","Unknown"]},"managedBy":{"type":["string","null"],"maxLength":400},"confidence":{"type":["number","null"],"minimum":0,"maximum":1},"evidence":{"type":["array","null"],"maxItems":10,"items":{"type":"string","maxLength":512}},"target":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"additionalProperties":false}},"planRef":{"type":["object","null"],"required":["name"],"properties":{"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false},"occurrences":{"type":["integer","null"],"minimum":0,"maximum":2147483647},"lastSeenAt":{"type":["string","null"],"format":"date-time"},"duplicateOf":{"type":["object","null"],"required":["name"],"properties":{"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false},"fingerprint":{"type":["string","null"],"maxLength":64},"history":{"type":["array","null"],"maxItems":20,"items":{"type":"object","required":["plan","outcome","at"],"properties":{"plan":{"type":"string","maxLength":253},"operation":{"type":["string","null"],"maxLength":63},"target":{"type":["string","null"],"maxLength":400},"outcome":{"type":"string","maxLength":63},"at":{"format":"date-time","type":"string"}},"additionalProperties":false}},"finishedAt":{"type":["string","null"],"format":"date-time"},"conditions":{"type":["array","null"],"maxItems":16,"items":{"type":"object","required":["type","status","lastTransitionTime","reason","message"],"properties":{"type":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"status":{"type":"string","enum":["True","False","Unknown"]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"lastTransitionTime":{"format":"date-time","type":"string"},"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","minLength":1,"maxLength":63},"message":{"type":"string","maxLength":2048}},"additionalProperties":false},"uniqueBy":"type"}},"additionalProperties":false}}};
const func2 = Object.prototype.hasOwnProperty;
import func3Module from 'ajv/dist/runtime/ucs2length.js';
const func3 = func3Module.default;
const pattern0 = new RegExp("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "u");
const pattern1 = new RegExp("^[a-z][a-z0-9_]*$", "u");
const pattern2 = new RegExp("^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$", "u");
const pattern3 = new RegExp("^[A-Z][A-Za-z0-9]*$", "u");
const pattern4 = new RegExp("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", "u");
const pattern5 = new RegExp("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", "u");
const pattern6 = new RegExp("^[A-Za-z0-9_.-]+$", "u");
const formats0 = /^(?:(?:(?:[02468][048]|[13579][26])00|\d\d(?:0[48]|[2468][048]|[13579][26]))-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])))[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/;

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="Anomaly" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
if("coordination.selfheal.dev/v1alpha1" !== data.apiVersion){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "coordination.selfheal.dev/v1alpha1"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
if("Anomaly" !== data.kind){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Anomaly"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.metadata !== undefined){
let data2 = data.metadata;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!(func2.call(schema11.properties.metadata.properties, key1))){
const err7 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data2.name !== undefined){
let data3 = data2.name;
if((typeof data3 !== "string") && (data3 !== null)){
const err8 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/type",keyword:"type",params:{type: schema11.properties.metadata.properties.name.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data3 === "string"){
if(func3(data3) > 63){
const err9 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern0.test(data3)){
const err10 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data2.namespace !== undefined){
let data4 = data2.namespace;
if((typeof data4 !== "string") && (data4 !== null)){
const err11 = {instancePath:instancePath+"/metadata/namespace",schemaPath:"#/properties/metadata/properties/namespace/type",keyword:"type",params:{type: schema11.properties.metadata.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data2.generateName !== undefined){
let data5 = data2.generateName;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/metadata/generateName",schemaPath:"#/properties/metadata/properties/generateName/type",keyword:"type",params:{type: schema11.properties.metadata.properties.generateName.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.uid !== undefined){
let data6 = data2.uid;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/metadata/uid",schemaPath:"#/properties/metadata/properties/uid/type",keyword:"type",params:{type: schema11.properties.metadata.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data2.resourceVersion !== undefined){
let data7 = data2.resourceVersion;
if((typeof data7 !== "string") && (data7 !== null)){
const err14 = {instancePath:instancePath+"/metadata/resourceVersion",schemaPath:"#/properties/metadata/properties/resourceVersion/type",keyword:"type",params:{type: schema11.properties.metadata.properties.resourceVersion.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data2.generation !== undefined){
let data8 = data2.generation;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (data8 !== null)){
const err15 = {instancePath:instancePath+"/metadata/generation",schemaPath:"#/properties/metadata/properties/generation/type",keyword:"type",params:{type: schema11.properties.metadata.properties.generation.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data2.creationTimestamp !== undefined){
let data9 = data2.creationTimestamp;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/metadata/creationTimestamp",schemaPath:"#/properties/metadata/properties/creationTimestamp/type",keyword:"type",params:{type: schema11.properties.metadata.properties.creationTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.deletionTimestamp !== undefined){
let data10 = data2.deletionTimestamp;
if((typeof data10 !== "string") && (data10 !== null)){
const err17 = {instancePath:instancePath+"/metadata/deletionTimestamp",schemaPath:"#/properties/metadata/properties/deletionTimestamp/type",keyword:"type",params:{type: schema11.properties.metadata.properties.deletionTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data2.deletionGracePeriodSeconds !== undefined){
let data11 = data2.deletionGracePeriodSeconds;
if((!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))) && (data11 !== null)){
const err18 = {instancePath:instancePath+"/metadata/deletionGracePeriodSeconds",schemaPath:"#/properties/metadata/properties/deletionGracePeriodSeconds/type",keyword:"type",params:{type: schema11.properties.metadata.properties.deletionGracePeriodSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data2.selfLink !== undefined){
let data12 = data2.selfLink;
if((typeof data12 !== "string") && (data12 !== null)){
const err19 = {instancePath:instancePath+"/metadata/selfLink",schemaPath:"#/properties/metadata/properties/selfLink/type",keyword:"type",params:{type: schema11.properties.metadata.properties.selfLink.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data2.labels !== undefined){
let data13 = data2.labels;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err20 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/type",keyword:"type",params:{type: schema11.properties.metadata.properties.labels.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
let data14 = data13[key2];
if((typeof data14 !== "string") && (data14 !== null)){
const err21 = {instancePath:instancePath+"/metadata/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema11.properties.metadata.properties.labels.additionalProperties.type},message:"must be string,null"};
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
}
if(data2.annotations !== undefined){
let data15 = data2.annotations;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err22 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/type",keyword:"type",params:{type: schema11.properties.metadata.properties.annotations.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key3 in data15){
let data16 = data15[key3];
if((typeof data16 !== "string") && (data16 !== null)){
const err23 = {instancePath:instancePath+"/metadata/annotations/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: schema11.properties.metadata.properties.annotations.additionalProperties.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data2.finalizers !== undefined){
let data17 = data2.finalizers;
if((!(Array.isArray(data17))) && (data17 !== null)){
const err24 = {instancePath:instancePath+"/metadata/finalizers",schemaPath:"#/properties/metadata/properties/finalizers/type",keyword:"type",params:{type: schema11.properties.metadata.properties.finalizers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
if(typeof data17[i0] !== "string"){
const err25 = {instancePath:instancePath+"/metadata/finalizers/" + i0,schemaPath:"#/properties/metadata/properties/finalizers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data2.ownerReferences !== undefined){
let data19 = data2.ownerReferences;
if((!(Array.isArray(data19))) && (data19 !== null)){
const err26 = {instancePath:instancePath+"/metadata/ownerReferences",schemaPath:"#/properties/metadata/properties/ownerReferences/type",keyword:"type",params:{type: schema11.properties.metadata.properties.ownerReferences.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.apiVersion === undefined){
const err27 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data20.kind === undefined){
const err28 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data20.name === undefined){
const err29 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data20.uid === undefined){
const err30 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "uid"},message:"must have required property '"+"uid"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key4 in data20){
if(!((((((key4 === "apiVersion") || (key4 === "kind")) || (key4 === "name")) || (key4 === "uid")) || (key4 === "controller")) || (key4 === "blockOwnerDeletion"))){
const err31 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data20.apiVersion !== undefined){
let data21 = data20.apiVersion;
if(typeof data21 === "string"){
if(func3(data21) < 1){
const err32 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err33 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data20.kind !== undefined){
let data22 = data20.kind;
if(typeof data22 === "string"){
if(func3(data22) < 1){
const err34 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.name !== undefined){
let data23 = data20.name;
if(typeof data23 === "string"){
if(func3(data23) < 1){
const err36 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data20.uid !== undefined){
let data24 = data20.uid;
if(typeof data24 === "string"){
if(func3(data24) < 1){
const err38 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err39 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data20.controller !== undefined){
let data25 = data20.controller;
if((typeof data25 !== "boolean") && (data25 !== null)){
const err40 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/controller",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/controller/type",keyword:"type",params:{type: schema11.properties.metadata.properties.ownerReferences.items.properties.controller.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data20.blockOwnerDeletion !== undefined){
let data26 = data20.blockOwnerDeletion;
if((typeof data26 !== "boolean") && (data26 !== null)){
const err41 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/blockOwnerDeletion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/blockOwnerDeletion/type",keyword:"type",params:{type: schema11.properties.metadata.properties.ownerReferences.items.properties.blockOwnerDeletion.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
if(data2.managedFields !== undefined){
let data27 = data2.managedFields;
if((!(Array.isArray(data27))) && (data27 !== null)){
const err43 = {instancePath:instancePath+"/metadata/managedFields",schemaPath:"#/properties/metadata/properties/managedFields/type",keyword:"type",params:{type: schema11.properties.metadata.properties.managedFields.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(Array.isArray(data27)){
const len2 = data27.length;
for(let i2=0; i2<len2; i2++){
let data28 = data27[i2];
if(!(data28 && typeof data28 == "object" && !Array.isArray(data28))){
const err44 = {instancePath:instancePath+"/metadata/managedFields/" + i2,schemaPath:"#/properties/metadata/properties/managedFields/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.spec !== undefined){
let data29 = data.spec;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.source === undefined){
data29.source = "manual";
}
if(data29.type === undefined){
const err46 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data29.severity === undefined){
const err47 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "severity"},message:"must have required property '"+"severity"+"'"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
for(const key5 in data29){
if(!(func2.call(schema11.properties.spec.properties, key5))){
const err48 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data29.type !== undefined){
let data30 = data29.type;
if(typeof data30 === "string"){
if(func3(data30) > 63){
const err49 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(func3(data30) < 1){
const err50 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(!pattern1.test(data30)){
const err51 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/pattern",keyword:"pattern",params:{pattern: "^[a-z][a-z0-9_]*$"},message:"must match pattern \""+"^[a-z][a-z0-9_]*$"+"\""};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
else {
const err52 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data29.severity !== undefined){
let data31 = data29.severity;
if(typeof data31 !== "string"){
const err53 = {instancePath:instancePath+"/spec/severity",schemaPath:"#/properties/spec/properties/severity/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
if(!((((data31 === "critical") || (data31 === "high")) || (data31 === "medium")) || (data31 === "low"))){
const err54 = {instancePath:instancePath+"/spec/severity",schemaPath:"#/properties/spec/properties/severity/enum",keyword:"enum",params:{allowedValues: schema11.properties.spec.properties.severity.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
let data32 = data29.source;
if((typeof data32 !== "string") && (data32 !== null)){
const err55 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/type",keyword:"type",params:{type: schema11.properties.spec.properties.source.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(!((((data32 === "deterministic") || (data32 === "ai_driven")) || (data32 === "manual")) || (data32 === null))){
const err56 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/enum",keyword:"enum",params:{allowedValues: schema11.properties.spec.properties.source.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data29.reporter !== undefined){
let data33 = data29.reporter;
if((typeof data33 !== "string") && (data33 !== null)){
const err57 = {instancePath:instancePath+"/spec/reporter",schemaPath:"#/properties/spec/properties/reporter/type",keyword:"type",params:{type: schema11.properties.spec.properties.reporter.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(typeof data33 === "string"){
if(func3(data33) > 253){
const err58 = {instancePath:instancePath+"/spec/reporter",schemaPath:"#/properties/spec/properties/reporter/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
if(data29.requestedBy !== undefined){
let data34 = data29.requestedBy;
if((typeof data34 !== "string") && (data34 !== null)){
const err59 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/type",keyword:"type",params:{type: schema11.properties.spec.properties.requestedBy.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if(typeof data34 === "string"){
if(func3(data34) > 253){
const err60 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
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
if(data29.confidence !== undefined){
let data35 = data29.confidence;
if((!((typeof data35 == "number") && (isFinite(data35)))) && (data35 !== null)){
const err61 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/type",keyword:"type",params:{type: schema11.properties.spec.properties.confidence.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 1 || isNaN(data35)){
const err62 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err63 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
if(data29.description !== undefined){
let data36 = data29.description;
if((typeof data36 !== "string") && (data36 !== null)){
const err64 = {instancePath:instancePath+"/spec/description",schemaPath:"#/properties/spec/properties/description/type",keyword:"type",params:{type: schema11.properties.spec.properties.description.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
if(typeof data36 === "string"){
if(func3(data36) > 2048){
const err65 = {instancePath:instancePath+"/spec/description",schemaPath:"#/properties/spec/properties/description/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
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
if(data29.targets !== undefined){
let data37 = data29.targets;
if((!(Array.isArray(data37))) && (data37 !== null)){
const err66 = {instancePath:instancePath+"/spec/targets",schemaPath:"#/properties/spec/properties/targets/type",keyword:"type",params:{type: schema11.properties.spec.properties.targets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(Array.isArray(data37)){
if(data37.length > 16){
const err67 = {instancePath:instancePath+"/spec/targets",schemaPath:"#/properties/spec/properties/targets/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
const len3 = data37.length;
for(let i3=0; i3<len3; i3++){
let data38 = data37[i3];
if(data38 && typeof data38 == "object" && !Array.isArray(data38)){
if(data38.apiVersion === undefined){
const err68 = {instancePath:instancePath+"/spec/targets/" + i3,schemaPath:"#/properties/spec/properties/targets/items/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
if(data38.kind === undefined){
const err69 = {instancePath:instancePath+"/spec/targets/" + i3,schemaPath:"#/properties/spec/properties/targets/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(data38.name === undefined){
const err70 = {instancePath:instancePath+"/spec/targets/" + i3,schemaPath:"#/properties/spec/properties/targets/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
for(const key6 in data38){
if(!(((((key6 === "apiVersion") || (key6 === "kind")) || (key6 === "namespace")) || (key6 === "name")) || (key6 === "uid"))){
const err71 = {instancePath:instancePath+"/spec/targets/" + i3,schemaPath:"#/properties/spec/properties/targets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data38.apiVersion !== undefined){
let data39 = data38.apiVersion;
if(typeof data39 === "string"){
if(func3(data39) > 128){
const err72 = {instancePath:instancePath+"/spec/targets/" + i3+"/apiVersion",schemaPath:"#/properties/spec/properties/targets/items/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
if(!pattern2.test(data39)){
const err73 = {instancePath:instancePath+"/spec/targets/" + i3+"/apiVersion",schemaPath:"#/properties/spec/properties/targets/items/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
else {
const err74 = {instancePath:instancePath+"/spec/targets/" + i3+"/apiVersion",schemaPath:"#/properties/spec/properties/targets/items/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data38.kind !== undefined){
let data40 = data38.kind;
if(typeof data40 === "string"){
if(func3(data40) > 63){
const err75 = {instancePath:instancePath+"/spec/targets/" + i3+"/kind",schemaPath:"#/properties/spec/properties/targets/items/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
if(!pattern3.test(data40)){
const err76 = {instancePath:instancePath+"/spec/targets/" + i3+"/kind",schemaPath:"#/properties/spec/properties/targets/items/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
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
const err77 = {instancePath:instancePath+"/spec/targets/" + i3+"/kind",schemaPath:"#/properties/spec/properties/targets/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
if(data38.namespace !== undefined){
let data41 = data38.namespace;
if((typeof data41 !== "string") && (data41 !== null)){
const err78 = {instancePath:instancePath+"/spec/targets/" + i3+"/namespace",schemaPath:"#/properties/spec/properties/targets/items/properties/namespace/type",keyword:"type",params:{type: schema11.properties.spec.properties.targets.items.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(typeof data41 === "string"){
if(func3(data41) > 63){
const err79 = {instancePath:instancePath+"/spec/targets/" + i3+"/namespace",schemaPath:"#/properties/spec/properties/targets/items/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(!pattern4.test(data41)){
const err80 = {instancePath:instancePath+"/spec/targets/" + i3+"/namespace",schemaPath:"#/properties/spec/properties/targets/items/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
if(data38.name !== undefined){
let data42 = data38.name;
if(typeof data42 === "string"){
if(func3(data42) > 253){
const err81 = {instancePath:instancePath+"/spec/targets/" + i3+"/name",schemaPath:"#/properties/spec/properties/targets/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(func3(data42) < 1){
const err82 = {instancePath:instancePath+"/spec/targets/" + i3+"/name",schemaPath:"#/properties/spec/properties/targets/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(!pattern5.test(data42)){
const err83 = {instancePath:instancePath+"/spec/targets/" + i3+"/name",schemaPath:"#/properties/spec/properties/targets/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
}
else {
const err84 = {instancePath:instancePath+"/spec/targets/" + i3+"/name",schemaPath:"#/properties/spec/properties/targets/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
if(data38.uid !== undefined){
let data43 = data38.uid;
if((typeof data43 !== "string") && (data43 !== null)){
const err85 = {instancePath:instancePath+"/spec/targets/" + i3+"/uid",schemaPath:"#/properties/spec/properties/targets/items/properties/uid/type",keyword:"type",params:{type: schema11.properties.spec.properties.targets.items.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
if(typeof data43 === "string"){
if(func3(data43) > 64){
const err86 = {instancePath:instancePath+"/spec/targets/" + i3+"/uid",schemaPath:"#/properties/spec/properties/targets/items/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
}
}
else {
const err87 = {instancePath:instancePath+"/spec/targets/" + i3,schemaPath:"#/properties/spec/properties/targets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
}
}
if(data29.details !== undefined){
let data44 = data29.details;
if((!(data44 && typeof data44 == "object" && !Array.isArray(data44))) && (data44 !== null)){
const err88 = {instancePath:instancePath+"/spec/details",schemaPath:"#/properties/spec/properties/details/type",keyword:"type",params:{type: schema11.properties.spec.properties.details.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(Object.keys(data44).length > 64){
const err89 = {instancePath:instancePath+"/spec/details",schemaPath:"#/properties/spec/properties/details/maxProperties",keyword:"maxProperties",params:{limit: 64},message:"must NOT have more than 64 properties"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
for(const key7 in data44){
let data45 = data44[key7];
if(typeof data45 === "string"){
if(func3(data45) > 1024){
const err90 = {instancePath:instancePath+"/spec/details/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/details/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(Array.isArray(data45)){
if(data45.length > 0){
const err91 = {instancePath:instancePath+"/spec/details/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/details/additionalProperties/maxItems",keyword:"maxItems",params:{limit: 0},message:"must NOT have more than 0 items"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data45 && typeof data45 == "object" && !Array.isArray(data45)){
if(Object.keys(data45).length > 0){
const err92 = {instancePath:instancePath+"/spec/details/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/spec/properties/details/additionalProperties/maxProperties",keyword:"maxProperties",params:{limit: 0},message:"must NOT have more than 0 properties"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
}
}
if(data29.recommendedAction !== undefined){
let data46 = data29.recommendedAction;
if((typeof data46 !== "string") && (data46 !== null)){
const err93 = {instancePath:instancePath+"/spec/recommendedAction",schemaPath:"#/properties/spec/properties/recommendedAction/type",keyword:"type",params:{type: schema11.properties.spec.properties.recommendedAction.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(typeof data46 === "string"){
if(func3(data46) > 253){
const err94 = {instancePath:instancePath+"/spec/recommendedAction",schemaPath:"#/properties/spec/properties/recommendedAction/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
}
if(data29.detectedAt !== undefined){
let data47 = data29.detectedAt;
if((typeof data47 !== "string") && (data47 !== null)){
const err95 = {instancePath:instancePath+"/spec/detectedAt",schemaPath:"#/properties/spec/properties/detectedAt/type",keyword:"type",params:{type: schema11.properties.spec.properties.detectedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(typeof data47 === "string"){
if(!(formats0.test(data47))){
const err96 = {instancePath:instancePath+"/spec/detectedAt",schemaPath:"#/properties/spec/properties/detectedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
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
if(data29.resolvedAt !== undefined){
let data48 = data29.resolvedAt;
if((typeof data48 !== "string") && (data48 !== null)){
const err97 = {instancePath:instancePath+"/spec/resolvedAt",schemaPath:"#/properties/spec/properties/resolvedAt/type",keyword:"type",params:{type: schema11.properties.spec.properties.resolvedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(typeof data48 === "string"){
if(!(formats0.test(data48))){
const err98 = {instancePath:instancePath+"/spec/resolvedAt",schemaPath:"#/properties/spec/properties/resolvedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
if(data29.reports !== undefined){
let data49 = data29.reports;
if((!(((typeof data49 == "number") && (!(data49 % 1) && !isNaN(data49))) && (isFinite(data49)))) && (data49 !== null)){
const err99 = {instancePath:instancePath+"/spec/reports",schemaPath:"#/properties/spec/properties/reports/type",keyword:"type",params:{type: schema11.properties.spec.properties.reports.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if((typeof data49 == "number") && (isFinite(data49))){
if(data49 > 2147483647 || isNaN(data49)){
const err100 = {instancePath:instancePath+"/spec/reports",schemaPath:"#/properties/spec/properties/reports/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data49 < 0 || isNaN(data49)){
const err101 = {instancePath:instancePath+"/spec/reports",schemaPath:"#/properties/spec/properties/reports/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
}
if(data29.lastReportedAt !== undefined){
let data50 = data29.lastReportedAt;
if((typeof data50 !== "string") && (data50 !== null)){
const err102 = {instancePath:instancePath+"/spec/lastReportedAt",schemaPath:"#/properties/spec/properties/lastReportedAt/type",keyword:"type",params:{type: schema11.properties.spec.properties.lastReportedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(typeof data50 === "string"){
if(!(formats0.test(data50))){
const err103 = {instancePath:instancePath+"/spec/lastReportedAt",schemaPath:"#/properties/spec/properties/lastReportedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
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
if(data29.fingerprint !== undefined){
let data51 = data29.fingerprint;
if((typeof data51 !== "string") && (data51 !== null)){
const err104 = {instancePath:instancePath+"/spec/fingerprint",schemaPath:"#/properties/spec/properties/fingerprint/type",keyword:"type",params:{type: schema11.properties.spec.properties.fingerprint.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
if(typeof data51 === "string"){
if(func3(data51) > 64){
const err105 = {instancePath:instancePath+"/spec/fingerprint",schemaPath:"#/properties/spec/properties/fingerprint/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
if(!pattern6.test(data51)){
const err106 = {instancePath:instancePath+"/spec/fingerprint",schemaPath:"#/properties/spec/properties/fingerprint/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\""};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
}
if(data29.mode !== undefined){
let data52 = data29.mode;
if((typeof data52 !== "string") && (data52 !== null)){
const err107 = {instancePath:instancePath+"/spec/mode",schemaPath:"#/properties/spec/properties/mode/type",keyword:"type",params:{type: schema11.properties.spec.properties.mode.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
if(!(((((data52 === "Automatic") || (data52 === "Approval")) || (data52 === "DryRun")) || (data52 === "Observe")) || (data52 === null))){
const err108 = {instancePath:instancePath+"/spec/mode",schemaPath:"#/properties/spec/properties/mode/enum",keyword:"enum",params:{allowedValues: schema11.properties.spec.properties.mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data.status !== undefined){
let data53 = data.status;
if((!(data53 && typeof data53 == "object" && !Array.isArray(data53))) && (data53 !== null)){
const err110 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: schema11.properties.status.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
for(const key8 in data53){
if(!(func2.call(schema11.properties.status.properties, key8))){
const err111 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
if(data53.phase !== undefined){
let data54 = data53.phase;
if((typeof data54 !== "string") && (data54 !== null)){
const err112 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/type",keyword:"type",params:{type: schema11.properties.status.properties.phase.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(!(((((((data54 === "Pending") || (data54 === "Suppressed")) || (data54 === "Planned")) || (data54 === "Remediating")) || (data54 === "Resolved")) || (data54 === "Failed")) || (data54 === null))){
const err113 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.phase.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data53.observedGeneration !== undefined){
let data55 = data53.observedGeneration;
if((!(((typeof data55 == "number") && (!(data55 % 1) && !isNaN(data55))) && (isFinite(data55)))) && (data55 !== null)){
const err114 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/type",keyword:"type",params:{type: schema11.properties.status.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if((typeof data55 == "number") && (isFinite(data55))){
if(data55 > 9223372036854776000 || isNaN(data55)){
const err115 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
if(data55 < 0 || isNaN(data55)){
const err116 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data53.reason !== undefined){
let data56 = data53.reason;
if((typeof data56 !== "string") && (data56 !== null)){
const err117 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/type",keyword:"type",params:{type: schema11.properties.status.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
if(typeof data56 === "string"){
if(func3(data56) > 63){
const err118 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
if(!pattern3.test(data56)){
const err119 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
}
if(data53.message !== undefined){
let data57 = data53.message;
if((typeof data57 !== "string") && (data57 !== null)){
const err120 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/type",keyword:"type",params:{type: schema11.properties.status.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
if(typeof data57 === "string"){
if(func3(data57) > 2048){
const err121 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
if(data53.epoch !== undefined){
let data58 = data53.epoch;
if((!(((typeof data58 == "number") && (!(data58 % 1) && !isNaN(data58))) && (isFinite(data58)))) && (data58 !== null)){
const err122 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/type",keyword:"type",params:{type: schema11.properties.status.properties.epoch.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
if((typeof data58 == "number") && (isFinite(data58))){
if(data58 > 9223372036854776000 || isNaN(data58)){
const err123 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data58 < 0 || isNaN(data58)){
const err124 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
}
if(data53.blocked !== undefined){
let data59 = data53.blocked;
if((!(data59 && typeof data59 == "object" && !Array.isArray(data59))) && (data59 !== null)){
const err125 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/type",keyword:"type",params:{type: schema11.properties.status.properties.blocked.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
if(data59.reason === undefined){
const err126 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(data59.since === undefined){
const err127 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "since"},message:"must have required property '"+"since"+"'"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
for(const key9 in data59){
if(!((((key9 === "reason") || (key9 === "since")) || (key9 === "until")) || (key9 === "by"))){
const err128 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data59.reason !== undefined){
let data60 = data59.reason;
if(typeof data60 === "string"){
if(func3(data60) > 63){
const err129 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(!pattern3.test(data60)){
const err130 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
else {
const err131 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
if(data59.since !== undefined){
let data61 = data59.since;
if(typeof data61 === "string"){
if(!(formats0.test(data61))){
const err132 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
else {
const err133 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(data59.until !== undefined){
let data62 = data59.until;
if((typeof data62 !== "string") && (data62 !== null)){
const err134 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/type",keyword:"type",params:{type: schema11.properties.status.properties.blocked.properties.until.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(typeof data62 === "string"){
if(!(formats0.test(data62))){
const err135 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
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
if(data59.by !== undefined){
let data63 = data59.by;
if((typeof data63 !== "string") && (data63 !== null)){
const err136 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/type",keyword:"type",params:{type: schema11.properties.status.properties.blocked.properties.by.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(typeof data63 === "string"){
if(func3(data63) > 400){
const err137 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
}
}
}
}
if(data53.affectedLayers !== undefined){
let data64 = data53.affectedLayers;
if((!(Array.isArray(data64))) && (data64 !== null)){
const err138 = {instancePath:instancePath+"/status/affectedLayers",schemaPath:"#/properties/status/properties/affectedLayers/type",keyword:"type",params:{type: schema11.properties.status.properties.affectedLayers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(Array.isArray(data64)){
if(data64.length > 3){
const err139 = {instancePath:instancePath+"/status/affectedLayers",schemaPath:"#/properties/status/properties/affectedLayers/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
const len4 = data64.length;
for(let i4=0; i4<len4; i4++){
let data65 = data64[i4];
if(typeof data65 !== "string"){
const err140 = {instancePath:instancePath+"/status/affectedLayers/" + i4,schemaPath:"#/properties/status/properties/affectedLayers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(!(((data65 === "infrastructure") || (data65 === "platform")) || (data65 === "application"))){
const err141 = {instancePath:instancePath+"/status/affectedLayers/" + i4,schemaPath:"#/properties/status/properties/affectedLayers/items/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.affectedLayers.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
let i5 = data64.length;
let j0;
if(i5 > 1){
const indices0 = {};
for(;i5--;){
let item0 = data64[i5];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err142 = {instancePath:instancePath+"/status/affectedLayers",schemaPath:"#/properties/status/properties/affectedLayers/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i5+" are identical)"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
break;
}
indices0[item0] = i5;
}
}
}
}
if(data53.impactedResources !== undefined){
let data66 = data53.impactedResources;
if((!(Array.isArray(data66))) && (data66 !== null)){
const err143 = {instancePath:instancePath+"/status/impactedResources",schemaPath:"#/properties/status/properties/impactedResources/type",keyword:"type",params:{type: schema11.properties.status.properties.impactedResources.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(Array.isArray(data66)){
if(data66.length > 64){
const err144 = {instancePath:instancePath+"/status/impactedResources",schemaPath:"#/properties/status/properties/impactedResources/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
const len5 = data66.length;
for(let i6=0; i6<len5; i6++){
let data67 = data66[i6];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(data67.layer === undefined){
const err145 = {instancePath:instancePath+"/status/impactedResources/" + i6,schemaPath:"#/properties/status/properties/impactedResources/items/required",keyword:"required",params:{missingProperty: "layer"},message:"must have required property '"+"layer"+"'"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(data67.target === undefined){
const err146 = {instancePath:instancePath+"/status/impactedResources/" + i6,schemaPath:"#/properties/status/properties/impactedResources/items/required",keyword:"required",params:{missingProperty: "target"},message:"must have required property '"+"target"+"'"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
for(const key10 in data67){
if(!(((key10 === "layer") || (key10 === "state")) || (key10 === "target"))){
const err147 = {instancePath:instancePath+"/status/impactedResources/" + i6,schemaPath:"#/properties/status/properties/impactedResources/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
}
if(data67.layer !== undefined){
let data68 = data67.layer;
if(typeof data68 !== "string"){
const err148 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/layer",schemaPath:"#/properties/status/properties/impactedResources/items/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
if(!(((data68 === "infrastructure") || (data68 === "platform")) || (data68 === "application"))){
const err149 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/layer",schemaPath:"#/properties/status/properties/impactedResources/items/properties/layer/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.impactedResources.items.properties.layer.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data67.state !== undefined){
let data69 = data67.state;
if((typeof data69 !== "string") && (data69 !== null)){
const err150 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/state",schemaPath:"#/properties/status/properties/impactedResources/items/properties/state/type",keyword:"type",params:{type: schema11.properties.status.properties.impactedResources.items.properties.state.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(typeof data69 === "string"){
if(func3(data69) > 253){
const err151 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/state",schemaPath:"#/properties/status/properties/impactedResources/items/properties/state/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
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
if(data67.target !== undefined){
let data70 = data67.target;
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
if(data70.apiVersion === undefined){
const err152 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
if(data70.kind === undefined){
const err153 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(data70.name === undefined){
const err154 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
for(const key11 in data70){
if(!(((((key11 === "apiVersion") || (key11 === "kind")) || (key11 === "namespace")) || (key11 === "name")) || (key11 === "uid"))){
const err155 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
}
if(data70.apiVersion !== undefined){
let data71 = data70.apiVersion;
if(typeof data71 === "string"){
if(func3(data71) > 128){
const err156 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/apiVersion",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
if(!pattern2.test(data71)){
const err157 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/apiVersion",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
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
const err158 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/apiVersion",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
if(data70.kind !== undefined){
let data72 = data70.kind;
if(typeof data72 === "string"){
if(func3(data72) > 63){
const err159 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/kind",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
if(!pattern3.test(data72)){
const err160 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/kind",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
else {
const err161 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/kind",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
if(data70.namespace !== undefined){
let data73 = data70.namespace;
if((typeof data73 !== "string") && (data73 !== null)){
const err162 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/namespace",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/namespace/type",keyword:"type",params:{type: schema11.properties.status.properties.impactedResources.items.properties.target.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
if(typeof data73 === "string"){
if(func3(data73) > 63){
const err163 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/namespace",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
if(!pattern4.test(data73)){
const err164 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/namespace",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
if(data70.name !== undefined){
let data74 = data70.name;
if(typeof data74 === "string"){
if(func3(data74) > 253){
const err165 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/name",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
if(func3(data74) < 1){
const err166 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/name",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if(!pattern5.test(data74)){
const err167 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/name",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
else {
const err168 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/name",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
if(data70.uid !== undefined){
let data75 = data70.uid;
if((typeof data75 !== "string") && (data75 !== null)){
const err169 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/uid",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/uid/type",keyword:"type",params:{type: schema11.properties.status.properties.impactedResources.items.properties.target.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
if(typeof data75 === "string"){
if(func3(data75) > 64){
const err170 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target/uid",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
}
}
else {
const err171 = {instancePath:instancePath+"/status/impactedResources/" + i6+"/target",schemaPath:"#/properties/status/properties/impactedResources/items/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
}
else {
const err172 = {instancePath:instancePath+"/status/impactedResources/" + i6,schemaPath:"#/properties/status/properties/impactedResources/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
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
}
if(data53.rootCause !== undefined){
let data76 = data53.rootCause;
if((!(data76 && typeof data76 == "object" && !Array.isArray(data76))) && (data76 !== null)){
const err173 = {instancePath:instancePath+"/status/rootCause",schemaPath:"#/properties/status/properties/rootCause/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
if(data76 && typeof data76 == "object" && !Array.isArray(data76)){
if(data76.layer === undefined){
const err174 = {instancePath:instancePath+"/status/rootCause",schemaPath:"#/properties/status/properties/rootCause/required",keyword:"required",params:{missingProperty: "layer"},message:"must have required property '"+"layer"+"'"};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
for(const key12 in data76){
if(!(((key12 === "layer") || (key12 === "target")) || (key12 === "evidence"))){
const err175 = {instancePath:instancePath+"/status/rootCause",schemaPath:"#/properties/status/properties/rootCause/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
if(data76.layer !== undefined){
let data77 = data76.layer;
if(typeof data77 !== "string"){
const err176 = {instancePath:instancePath+"/status/rootCause/layer",schemaPath:"#/properties/status/properties/rootCause/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
if(!(((data77 === "infrastructure") || (data77 === "platform")) || (data77 === "application"))){
const err177 = {instancePath:instancePath+"/status/rootCause/layer",schemaPath:"#/properties/status/properties/rootCause/properties/layer/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.rootCause.properties.layer.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
if(data76.target !== undefined){
let data78 = data76.target;
if((!(data78 && typeof data78 == "object" && !Array.isArray(data78))) && (data78 !== null)){
const err178 = {instancePath:instancePath+"/status/rootCause/target",schemaPath:"#/properties/status/properties/rootCause/properties/target/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.target.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
if(data78 && typeof data78 == "object" && !Array.isArray(data78)){
if(data78.apiVersion === undefined){
const err179 = {instancePath:instancePath+"/status/rootCause/target",schemaPath:"#/properties/status/properties/rootCause/properties/target/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
if(data78.kind === undefined){
const err180 = {instancePath:instancePath+"/status/rootCause/target",schemaPath:"#/properties/status/properties/rootCause/properties/target/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
if(data78.name === undefined){
const err181 = {instancePath:instancePath+"/status/rootCause/target",schemaPath:"#/properties/status/properties/rootCause/properties/target/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
for(const key13 in data78){
if(!(((((key13 === "apiVersion") || (key13 === "kind")) || (key13 === "namespace")) || (key13 === "name")) || (key13 === "uid"))){
const err182 = {instancePath:instancePath+"/status/rootCause/target",schemaPath:"#/properties/status/properties/rootCause/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
if(data78.apiVersion !== undefined){
let data79 = data78.apiVersion;
if(typeof data79 === "string"){
if(func3(data79) > 128){
const err183 = {instancePath:instancePath+"/status/rootCause/target/apiVersion",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
if(!pattern2.test(data79)){
const err184 = {instancePath:instancePath+"/status/rootCause/target/apiVersion",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
else {
const err185 = {instancePath:instancePath+"/status/rootCause/target/apiVersion",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
if(data78.kind !== undefined){
let data80 = data78.kind;
if(typeof data80 === "string"){
if(func3(data80) > 63){
const err186 = {instancePath:instancePath+"/status/rootCause/target/kind",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
if(!pattern3.test(data80)){
const err187 = {instancePath:instancePath+"/status/rootCause/target/kind",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
else {
const err188 = {instancePath:instancePath+"/status/rootCause/target/kind",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
if(data78.namespace !== undefined){
let data81 = data78.namespace;
if((typeof data81 !== "string") && (data81 !== null)){
const err189 = {instancePath:instancePath+"/status/rootCause/target/namespace",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/namespace/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.target.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
if(typeof data81 === "string"){
if(func3(data81) > 63){
const err190 = {instancePath:instancePath+"/status/rootCause/target/namespace",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
if(!pattern4.test(data81)){
const err191 = {instancePath:instancePath+"/status/rootCause/target/namespace",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
}
if(data78.name !== undefined){
let data82 = data78.name;
if(typeof data82 === "string"){
if(func3(data82) > 253){
const err192 = {instancePath:instancePath+"/status/rootCause/target/name",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
if(func3(data82) < 1){
const err193 = {instancePath:instancePath+"/status/rootCause/target/name",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
if(!pattern5.test(data82)){
const err194 = {instancePath:instancePath+"/status/rootCause/target/name",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
else {
const err195 = {instancePath:instancePath+"/status/rootCause/target/name",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
}
if(data78.uid !== undefined){
let data83 = data78.uid;
if((typeof data83 !== "string") && (data83 !== null)){
const err196 = {instancePath:instancePath+"/status/rootCause/target/uid",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/uid/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.target.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
if(typeof data83 === "string"){
if(func3(data83) > 64){
const err197 = {instancePath:instancePath+"/status/rootCause/target/uid",schemaPath:"#/properties/status/properties/rootCause/properties/target/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
}
}
}
}
if(data76.evidence !== undefined){
let data84 = data76.evidence;
if((!(Array.isArray(data84))) && (data84 !== null)){
const err198 = {instancePath:instancePath+"/status/rootCause/evidence",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.evidence.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
if(Array.isArray(data84)){
if(data84.length > 20){
const err199 = {instancePath:instancePath+"/status/rootCause/evidence",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
const len6 = data84.length;
for(let i7=0; i7<len6; i7++){
let data85 = data84[i7];
if(data85 && typeof data85 == "object" && !Array.isArray(data85)){
if(data85.what === undefined){
const err200 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7,schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/required",keyword:"required",params:{missingProperty: "what"},message:"must have required property '"+"what"+"'"};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
for(const key14 in data85){
if(!(((key14 === "what") || (key14 === "where")) || (key14 === "since"))){
const err201 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7,schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
if(data85.what !== undefined){
let data86 = data85.what;
if(typeof data86 === "string"){
if(func3(data86) > 512){
const err202 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/what",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/what/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
}
else {
const err203 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/what",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/what/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
if(data85.where !== undefined){
let data87 = data85.where;
if((typeof data87 !== "string") && (data87 !== null)){
const err204 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/where",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/where/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.evidence.items.properties.where.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
if(typeof data87 === "string"){
if(func3(data87) > 400){
const err205 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/where",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/where/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
}
}
if(data85.since !== undefined){
let data88 = data85.since;
if((typeof data88 !== "string") && (data88 !== null)){
const err206 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/since",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/since/type",keyword:"type",params:{type: schema11.properties.status.properties.rootCause.properties.evidence.items.properties.since.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
if(typeof data88 === "string"){
if(!(formats0.test(data88))){
const err207 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7+"/since",schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/properties/since/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
}
}
else {
const err208 = {instancePath:instancePath+"/status/rootCause/evidence/" + i7,schemaPath:"#/properties/status/properties/rootCause/properties/evidence/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
}
}
}
}
}
if(data53.dependencies !== undefined){
let data89 = data53.dependencies;
if((!(Array.isArray(data89))) && (data89 !== null)){
const err209 = {instancePath:instancePath+"/status/dependencies",schemaPath:"#/properties/status/properties/dependencies/type",keyword:"type",params:{type: schema11.properties.status.properties.dependencies.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
if(Array.isArray(data89)){
if(data89.length > 64){
const err210 = {instancePath:instancePath+"/status/dependencies",schemaPath:"#/properties/status/properties/dependencies/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
const len7 = data89.length;
for(let i8=0; i8<len7; i8++){
let data90 = data89[i8];
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
if(data90.from === undefined){
const err211 = {instancePath:instancePath+"/status/dependencies/" + i8,schemaPath:"#/properties/status/properties/dependencies/items/required",keyword:"required",params:{missingProperty: "from"},message:"must have required property '"+"from"+"'"};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
if(data90.to === undefined){
const err212 = {instancePath:instancePath+"/status/dependencies/" + i8,schemaPath:"#/properties/status/properties/dependencies/items/required",keyword:"required",params:{missingProperty: "to"},message:"must have required property '"+"to"+"'"};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
for(const key15 in data90){
if(!(((key15 === "from") || (key15 === "to")) || (key15 === "via"))){
const err213 = {instancePath:instancePath+"/status/dependencies/" + i8,schemaPath:"#/properties/status/properties/dependencies/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
}
if(data90.from !== undefined){
let data91 = data90.from;
if(typeof data91 === "string"){
if(func3(data91) > 400){
const err214 = {instancePath:instancePath+"/status/dependencies/" + i8+"/from",schemaPath:"#/properties/status/properties/dependencies/items/properties/from/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
}
else {
const err215 = {instancePath:instancePath+"/status/dependencies/" + i8+"/from",schemaPath:"#/properties/status/properties/dependencies/items/properties/from/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
}
if(data90.to !== undefined){
let data92 = data90.to;
if(typeof data92 === "string"){
if(func3(data92) > 400){
const err216 = {instancePath:instancePath+"/status/dependencies/" + i8+"/to",schemaPath:"#/properties/status/properties/dependencies/items/properties/to/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
}
else {
const err217 = {instancePath:instancePath+"/status/dependencies/" + i8+"/to",schemaPath:"#/properties/status/properties/dependencies/items/properties/to/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
}
if(data90.via !== undefined){
let data93 = data90.via;
if((typeof data93 !== "string") && (data93 !== null)){
const err218 = {instancePath:instancePath+"/status/dependencies/" + i8+"/via",schemaPath:"#/properties/status/properties/dependencies/items/properties/via/type",keyword:"type",params:{type: schema11.properties.status.properties.dependencies.items.properties.via.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
if(typeof data93 === "string"){
if(func3(data93) > 253){
const err219 = {instancePath:instancePath+"/status/dependencies/" + i8+"/via",schemaPath:"#/properties/status/properties/dependencies/items/properties/via/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
}
}
}
else {
const err220 = {instancePath:instancePath+"/status/dependencies/" + i8,schemaPath:"#/properties/status/properties/dependencies/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
}
}
}
if(data53.deployments !== undefined){
let data94 = data53.deployments;
if((!(Array.isArray(data94))) && (data94 !== null)){
const err221 = {instancePath:instancePath+"/status/deployments",schemaPath:"#/properties/status/properties/deployments/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
if(Array.isArray(data94)){
if(data94.length > 32){
const err222 = {instancePath:instancePath+"/status/deployments",schemaPath:"#/properties/status/properties/deployments/maxItems",keyword:"maxItems",params:{limit: 32},message:"must NOT have more than 32 items"};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
const len8 = data94.length;
for(let i9=0; i9<len8; i9++){
let data95 = data94[i9];
if(data95 && typeof data95 == "object" && !Array.isArray(data95)){
if(data95.target === undefined){
const err223 = {instancePath:instancePath+"/status/deployments/" + i9,schemaPath:"#/properties/status/properties/deployments/items/required",keyword:"required",params:{missingProperty: "target"},message:"must have required property '"+"target"+"'"};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
if(data95.method === undefined){
const err224 = {instancePath:instancePath+"/status/deployments/" + i9,schemaPath:"#/properties/status/properties/deployments/items/required",keyword:"required",params:{missingProperty: "method"},message:"must have required property '"+"method"+"'"};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
for(const key16 in data95){
if(!(((((key16 === "method") || (key16 === "managedBy")) || (key16 === "confidence")) || (key16 === "evidence")) || (key16 === "target"))){
const err225 = {instancePath:instancePath+"/status/deployments/" + i9,schemaPath:"#/properties/status/properties/deployments/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
}
if(data95.method !== undefined){
let data96 = data95.method;
if(typeof data96 !== "string"){
const err226 = {instancePath:instancePath+"/status/deployments/" + i9+"/method",schemaPath:"#/properties/status/properties/deployments/items/properties/method/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
if(!(((((data96 === "ArgoCD") || (data96 === "Helm")) || (data96 === "Operator")) || (data96 === "Manual")) || (data96 === "Unknown"))){
const err227 = {instancePath:instancePath+"/status/deployments/" + i9+"/method",schemaPath:"#/properties/status/properties/deployments/items/properties/method/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.deployments.items.properties.method.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
}
if(data95.managedBy !== undefined){
let data97 = data95.managedBy;
if((typeof data97 !== "string") && (data97 !== null)){
const err228 = {instancePath:instancePath+"/status/deployments/" + i9+"/managedBy",schemaPath:"#/properties/status/properties/deployments/items/properties/managedBy/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.items.properties.managedBy.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
if(typeof data97 === "string"){
if(func3(data97) > 400){
const err229 = {instancePath:instancePath+"/status/deployments/" + i9+"/managedBy",schemaPath:"#/properties/status/properties/deployments/items/properties/managedBy/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
}
}
if(data95.confidence !== undefined){
let data98 = data95.confidence;
if((!((typeof data98 == "number") && (isFinite(data98)))) && (data98 !== null)){
const err230 = {instancePath:instancePath+"/status/deployments/" + i9+"/confidence",schemaPath:"#/properties/status/properties/deployments/items/properties/confidence/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.items.properties.confidence.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
if((typeof data98 == "number") && (isFinite(data98))){
if(data98 > 1 || isNaN(data98)){
const err231 = {instancePath:instancePath+"/status/deployments/" + i9+"/confidence",schemaPath:"#/properties/status/properties/deployments/items/properties/confidence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
if(data98 < 0 || isNaN(data98)){
const err232 = {instancePath:instancePath+"/status/deployments/" + i9+"/confidence",schemaPath:"#/properties/status/properties/deployments/items/properties/confidence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
}
}
if(data95.evidence !== undefined){
let data99 = data95.evidence;
if((!(Array.isArray(data99))) && (data99 !== null)){
const err233 = {instancePath:instancePath+"/status/deployments/" + i9+"/evidence",schemaPath:"#/properties/status/properties/deployments/items/properties/evidence/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.items.properties.evidence.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
if(Array.isArray(data99)){
if(data99.length > 10){
const err234 = {instancePath:instancePath+"/status/deployments/" + i9+"/evidence",schemaPath:"#/properties/status/properties/deployments/items/properties/evidence/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items"};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
const len9 = data99.length;
for(let i10=0; i10<len9; i10++){
let data100 = data99[i10];
if(typeof data100 === "string"){
if(func3(data100) > 512){
const err235 = {instancePath:instancePath+"/status/deployments/" + i9+"/evidence/" + i10,schemaPath:"#/properties/status/properties/deployments/items/properties/evidence/items/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
}
else {
const err236 = {instancePath:instancePath+"/status/deployments/" + i9+"/evidence/" + i10,schemaPath:"#/properties/status/properties/deployments/items/properties/evidence/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
}
}
}
if(data95.target !== undefined){
let data101 = data95.target;
if(data101 && typeof data101 == "object" && !Array.isArray(data101)){
if(data101.apiVersion === undefined){
const err237 = {instancePath:instancePath+"/status/deployments/" + i9+"/target",schemaPath:"#/properties/status/properties/deployments/items/properties/target/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
if(data101.kind === undefined){
const err238 = {instancePath:instancePath+"/status/deployments/" + i9+"/target",schemaPath:"#/properties/status/properties/deployments/items/properties/target/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err238];
}
else {
vErrors.push(err238);
}
errors++;
}
if(data101.name === undefined){
const err239 = {instancePath:instancePath+"/status/deployments/" + i9+"/target",schemaPath:"#/properties/status/properties/deployments/items/properties/target/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err239];
}
else {
vErrors.push(err239);
}
errors++;
}
for(const key17 in data101){
if(!(((((key17 === "apiVersion") || (key17 === "kind")) || (key17 === "namespace")) || (key17 === "name")) || (key17 === "uid"))){
const err240 = {instancePath:instancePath+"/status/deployments/" + i9+"/target",schemaPath:"#/properties/status/properties/deployments/items/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err240];
}
else {
vErrors.push(err240);
}
errors++;
}
}
if(data101.apiVersion !== undefined){
let data102 = data101.apiVersion;
if(typeof data102 === "string"){
if(func3(data102) > 128){
const err241 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/apiVersion",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err241];
}
else {
vErrors.push(err241);
}
errors++;
}
if(!pattern2.test(data102)){
const err242 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/apiVersion",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err242];
}
else {
vErrors.push(err242);
}
errors++;
}
}
else {
const err243 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/apiVersion",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err243];
}
else {
vErrors.push(err243);
}
errors++;
}
}
if(data101.kind !== undefined){
let data103 = data101.kind;
if(typeof data103 === "string"){
if(func3(data103) > 63){
const err244 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/kind",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err244];
}
else {
vErrors.push(err244);
}
errors++;
}
if(!pattern3.test(data103)){
const err245 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/kind",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err245];
}
else {
vErrors.push(err245);
}
errors++;
}
}
else {
const err246 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/kind",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err246];
}
else {
vErrors.push(err246);
}
errors++;
}
}
if(data101.namespace !== undefined){
let data104 = data101.namespace;
if((typeof data104 !== "string") && (data104 !== null)){
const err247 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/namespace",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/namespace/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.items.properties.target.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err247];
}
else {
vErrors.push(err247);
}
errors++;
}
if(typeof data104 === "string"){
if(func3(data104) > 63){
const err248 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/namespace",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err248];
}
else {
vErrors.push(err248);
}
errors++;
}
if(!pattern4.test(data104)){
const err249 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/namespace",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err249];
}
else {
vErrors.push(err249);
}
errors++;
}
}
}
if(data101.name !== undefined){
let data105 = data101.name;
if(typeof data105 === "string"){
if(func3(data105) > 253){
const err250 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/name",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err250];
}
else {
vErrors.push(err250);
}
errors++;
}
if(func3(data105) < 1){
const err251 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/name",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err251];
}
else {
vErrors.push(err251);
}
errors++;
}
if(!pattern5.test(data105)){
const err252 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/name",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err252];
}
else {
vErrors.push(err252);
}
errors++;
}
}
else {
const err253 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/name",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err253];
}
else {
vErrors.push(err253);
}
errors++;
}
}
if(data101.uid !== undefined){
let data106 = data101.uid;
if((typeof data106 !== "string") && (data106 !== null)){
const err254 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/uid",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/uid/type",keyword:"type",params:{type: schema11.properties.status.properties.deployments.items.properties.target.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err254];
}
else {
vErrors.push(err254);
}
errors++;
}
if(typeof data106 === "string"){
if(func3(data106) > 64){
const err255 = {instancePath:instancePath+"/status/deployments/" + i9+"/target/uid",schemaPath:"#/properties/status/properties/deployments/items/properties/target/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err255];
}
else {
vErrors.push(err255);
}
errors++;
}
}
}
}
else {
const err256 = {instancePath:instancePath+"/status/deployments/" + i9+"/target",schemaPath:"#/properties/status/properties/deployments/items/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err256];
}
else {
vErrors.push(err256);
}
errors++;
}
}
}
else {
const err257 = {instancePath:instancePath+"/status/deployments/" + i9,schemaPath:"#/properties/status/properties/deployments/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err257];
}
else {
vErrors.push(err257);
}
errors++;
}
}
}
}
if(data53.planRef !== undefined){
let data107 = data53.planRef;
if((!(data107 && typeof data107 == "object" && !Array.isArray(data107))) && (data107 !== null)){
const err258 = {instancePath:instancePath+"/status/planRef",schemaPath:"#/properties/status/properties/planRef/type",keyword:"type",params:{type: schema11.properties.status.properties.planRef.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err258];
}
else {
vErrors.push(err258);
}
errors++;
}
if(data107 && typeof data107 == "object" && !Array.isArray(data107)){
if(data107.name === undefined){
const err259 = {instancePath:instancePath+"/status/planRef",schemaPath:"#/properties/status/properties/planRef/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err259];
}
else {
vErrors.push(err259);
}
errors++;
}
for(const key18 in data107){
if(!(((key18 === "namespace") || (key18 === "name")) || (key18 === "uid"))){
const err260 = {instancePath:instancePath+"/status/planRef",schemaPath:"#/properties/status/properties/planRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err260];
}
else {
vErrors.push(err260);
}
errors++;
}
}
if(data107.namespace !== undefined){
let data108 = data107.namespace;
if((typeof data108 !== "string") && (data108 !== null)){
const err261 = {instancePath:instancePath+"/status/planRef/namespace",schemaPath:"#/properties/status/properties/planRef/properties/namespace/type",keyword:"type",params:{type: schema11.properties.status.properties.planRef.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err261];
}
else {
vErrors.push(err261);
}
errors++;
}
if(typeof data108 === "string"){
if(func3(data108) > 63){
const err262 = {instancePath:instancePath+"/status/planRef/namespace",schemaPath:"#/properties/status/properties/planRef/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err262];
}
else {
vErrors.push(err262);
}
errors++;
}
}
}
if(data107.name !== undefined){
let data109 = data107.name;
if(typeof data109 === "string"){
if(func3(data109) > 253){
const err263 = {instancePath:instancePath+"/status/planRef/name",schemaPath:"#/properties/status/properties/planRef/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err263];
}
else {
vErrors.push(err263);
}
errors++;
}
}
else {
const err264 = {instancePath:instancePath+"/status/planRef/name",schemaPath:"#/properties/status/properties/planRef/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err264];
}
else {
vErrors.push(err264);
}
errors++;
}
}
if(data107.uid !== undefined){
let data110 = data107.uid;
if((typeof data110 !== "string") && (data110 !== null)){
const err265 = {instancePath:instancePath+"/status/planRef/uid",schemaPath:"#/properties/status/properties/planRef/properties/uid/type",keyword:"type",params:{type: schema11.properties.status.properties.planRef.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err265];
}
else {
vErrors.push(err265);
}
errors++;
}
if(typeof data110 === "string"){
if(func3(data110) > 64){
const err266 = {instancePath:instancePath+"/status/planRef/uid",schemaPath:"#/properties/status/properties/planRef/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err266];
}
else {
vErrors.push(err266);
}
errors++;
}
}
}
}
}
if(data53.occurrences !== undefined){
let data111 = data53.occurrences;
if((!(((typeof data111 == "number") && (!(data111 % 1) && !isNaN(data111))) && (isFinite(data111)))) && (data111 !== null)){
const err267 = {instancePath:instancePath+"/status/occurrences",schemaPath:"#/properties/status/properties/occurrences/type",keyword:"type",params:{type: schema11.properties.status.properties.occurrences.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err267];
}
else {
vErrors.push(err267);
}
errors++;
}
if((typeof data111 == "number") && (isFinite(data111))){
if(data111 > 2147483647 || isNaN(data111)){
const err268 = {instancePath:instancePath+"/status/occurrences",schemaPath:"#/properties/status/properties/occurrences/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err268];
}
else {
vErrors.push(err268);
}
errors++;
}
if(data111 < 0 || isNaN(data111)){
const err269 = {instancePath:instancePath+"/status/occurrences",schemaPath:"#/properties/status/properties/occurrences/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err269];
}
else {
vErrors.push(err269);
}
errors++;
}
}
}
if(data53.lastSeenAt !== undefined){
let data112 = data53.lastSeenAt;
if((typeof data112 !== "string") && (data112 !== null)){
const err270 = {instancePath:instancePath+"/status/lastSeenAt",schemaPath:"#/properties/status/properties/lastSeenAt/type",keyword:"type",params:{type: schema11.properties.status.properties.lastSeenAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err270];
}
else {
vErrors.push(err270);
}
errors++;
}
if(typeof data112 === "string"){
if(!(formats0.test(data112))){
const err271 = {instancePath:instancePath+"/status/lastSeenAt",schemaPath:"#/properties/status/properties/lastSeenAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err271];
}
else {
vErrors.push(err271);
}
errors++;
}
}
}
if(data53.duplicateOf !== undefined){
let data113 = data53.duplicateOf;
if((!(data113 && typeof data113 == "object" && !Array.isArray(data113))) && (data113 !== null)){
const err272 = {instancePath:instancePath+"/status/duplicateOf",schemaPath:"#/properties/status/properties/duplicateOf/type",keyword:"type",params:{type: schema11.properties.status.properties.duplicateOf.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err272];
}
else {
vErrors.push(err272);
}
errors++;
}
if(data113 && typeof data113 == "object" && !Array.isArray(data113)){
if(data113.name === undefined){
const err273 = {instancePath:instancePath+"/status/duplicateOf",schemaPath:"#/properties/status/properties/duplicateOf/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err273];
}
else {
vErrors.push(err273);
}
errors++;
}
for(const key19 in data113){
if(!(((key19 === "namespace") || (key19 === "name")) || (key19 === "uid"))){
const err274 = {instancePath:instancePath+"/status/duplicateOf",schemaPath:"#/properties/status/properties/duplicateOf/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err274];
}
else {
vErrors.push(err274);
}
errors++;
}
}
if(data113.namespace !== undefined){
let data114 = data113.namespace;
if((typeof data114 !== "string") && (data114 !== null)){
const err275 = {instancePath:instancePath+"/status/duplicateOf/namespace",schemaPath:"#/properties/status/properties/duplicateOf/properties/namespace/type",keyword:"type",params:{type: schema11.properties.status.properties.duplicateOf.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err275];
}
else {
vErrors.push(err275);
}
errors++;
}
if(typeof data114 === "string"){
if(func3(data114) > 63){
const err276 = {instancePath:instancePath+"/status/duplicateOf/namespace",schemaPath:"#/properties/status/properties/duplicateOf/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err276];
}
else {
vErrors.push(err276);
}
errors++;
}
}
}
if(data113.name !== undefined){
let data115 = data113.name;
if(typeof data115 === "string"){
if(func3(data115) > 253){
const err277 = {instancePath:instancePath+"/status/duplicateOf/name",schemaPath:"#/properties/status/properties/duplicateOf/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err277];
}
else {
vErrors.push(err277);
}
errors++;
}
}
else {
const err278 = {instancePath:instancePath+"/status/duplicateOf/name",schemaPath:"#/properties/status/properties/duplicateOf/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err278];
}
else {
vErrors.push(err278);
}
errors++;
}
}
if(data113.uid !== undefined){
let data116 = data113.uid;
if((typeof data116 !== "string") && (data116 !== null)){
const err279 = {instancePath:instancePath+"/status/duplicateOf/uid",schemaPath:"#/properties/status/properties/duplicateOf/properties/uid/type",keyword:"type",params:{type: schema11.properties.status.properties.duplicateOf.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err279];
}
else {
vErrors.push(err279);
}
errors++;
}
if(typeof data116 === "string"){
if(func3(data116) > 64){
const err280 = {instancePath:instancePath+"/status/duplicateOf/uid",schemaPath:"#/properties/status/properties/duplicateOf/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err280];
}
else {
vErrors.push(err280);
}
errors++;
}
}
}
}
}
if(data53.fingerprint !== undefined){
let data117 = data53.fingerprint;
if((typeof data117 !== "string") && (data117 !== null)){
const err281 = {instancePath:instancePath+"/status/fingerprint",schemaPath:"#/properties/status/properties/fingerprint/type",keyword:"type",params:{type: schema11.properties.status.properties.fingerprint.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err281];
}
else {
vErrors.push(err281);
}
errors++;
}
if(typeof data117 === "string"){
if(func3(data117) > 64){
const err282 = {instancePath:instancePath+"/status/fingerprint",schemaPath:"#/properties/status/properties/fingerprint/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err282];
}
else {
vErrors.push(err282);
}
errors++;
}
}
}
if(data53.history !== undefined){
let data118 = data53.history;
if((!(Array.isArray(data118))) && (data118 !== null)){
const err283 = {instancePath:instancePath+"/status/history",schemaPath:"#/properties/status/properties/history/type",keyword:"type",params:{type: schema11.properties.status.properties.history.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err283];
}
else {
vErrors.push(err283);
}
errors++;
}
if(Array.isArray(data118)){
if(data118.length > 20){
const err284 = {instancePath:instancePath+"/status/history",schemaPath:"#/properties/status/properties/history/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err284];
}
else {
vErrors.push(err284);
}
errors++;
}
const len10 = data118.length;
for(let i11=0; i11<len10; i11++){
let data119 = data118[i11];
if(data119 && typeof data119 == "object" && !Array.isArray(data119)){
if(data119.plan === undefined){
const err285 = {instancePath:instancePath+"/status/history/" + i11,schemaPath:"#/properties/status/properties/history/items/required",keyword:"required",params:{missingProperty: "plan"},message:"must have required property '"+"plan"+"'"};
if(vErrors === null){
vErrors = [err285];
}
else {
vErrors.push(err285);
}
errors++;
}
if(data119.outcome === undefined){
const err286 = {instancePath:instancePath+"/status/history/" + i11,schemaPath:"#/properties/status/properties/history/items/required",keyword:"required",params:{missingProperty: "outcome"},message:"must have required property '"+"outcome"+"'"};
if(vErrors === null){
vErrors = [err286];
}
else {
vErrors.push(err286);
}
errors++;
}
if(data119.at === undefined){
const err287 = {instancePath:instancePath+"/status/history/" + i11,schemaPath:"#/properties/status/properties/history/items/required",keyword:"required",params:{missingProperty: "at"},message:"must have required property '"+"at"+"'"};
if(vErrors === null){
vErrors = [err287];
}
else {
vErrors.push(err287);
}
errors++;
}
for(const key20 in data119){
if(!(((((key20 === "plan") || (key20 === "operation")) || (key20 === "target")) || (key20 === "outcome")) || (key20 === "at"))){
const err288 = {instancePath:instancePath+"/status/history/" + i11,schemaPath:"#/properties/status/properties/history/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err288];
}
else {
vErrors.push(err288);
}
errors++;
}
}
if(data119.plan !== undefined){
let data120 = data119.plan;
if(typeof data120 === "string"){
if(func3(data120) > 253){
const err289 = {instancePath:instancePath+"/status/history/" + i11+"/plan",schemaPath:"#/properties/status/properties/history/items/properties/plan/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err289];
}
else {
vErrors.push(err289);
}
errors++;
}
}
else {
const err290 = {instancePath:instancePath+"/status/history/" + i11+"/plan",schemaPath:"#/properties/status/properties/history/items/properties/plan/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err290];
}
else {
vErrors.push(err290);
}
errors++;
}
}
if(data119.operation !== undefined){
let data121 = data119.operation;
if((typeof data121 !== "string") && (data121 !== null)){
const err291 = {instancePath:instancePath+"/status/history/" + i11+"/operation",schemaPath:"#/properties/status/properties/history/items/properties/operation/type",keyword:"type",params:{type: schema11.properties.status.properties.history.items.properties.operation.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err291];
}
else {
vErrors.push(err291);
}
errors++;
}
if(typeof data121 === "string"){
if(func3(data121) > 63){
const err292 = {instancePath:instancePath+"/status/history/" + i11+"/operation",schemaPath:"#/properties/status/properties/history/items/properties/operation/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err292];
}
else {
vErrors.push(err292);
}
errors++;
}
}
}
if(data119.target !== undefined){
let data122 = data119.target;
if((typeof data122 !== "string") && (data122 !== null)){
const err293 = {instancePath:instancePath+"/status/history/" + i11+"/target",schemaPath:"#/properties/status/properties/history/items/properties/target/type",keyword:"type",params:{type: schema11.properties.status.properties.history.items.properties.target.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err293];
}
else {
vErrors.push(err293);
}
errors++;
}
if(typeof data122 === "string"){
if(func3(data122) > 400){
const err294 = {instancePath:instancePath+"/status/history/" + i11+"/target",schemaPath:"#/properties/status/properties/history/items/properties/target/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err294];
}
else {
vErrors.push(err294);
}
errors++;
}
}
}
if(data119.outcome !== undefined){
let data123 = data119.outcome;
if(typeof data123 === "string"){
if(func3(data123) > 63){
const err295 = {instancePath:instancePath+"/status/history/" + i11+"/outcome",schemaPath:"#/properties/status/properties/history/items/properties/outcome/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err295];
}
else {
vErrors.push(err295);
}
errors++;
}
}
else {
const err296 = {instancePath:instancePath+"/status/history/" + i11+"/outcome",schemaPath:"#/properties/status/properties/history/items/properties/outcome/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err296];
}
else {
vErrors.push(err296);
}
errors++;
}
}
if(data119.at !== undefined){
let data124 = data119.at;
if(typeof data124 === "string"){
if(!(formats0.test(data124))){
const err297 = {instancePath:instancePath+"/status/history/" + i11+"/at",schemaPath:"#/properties/status/properties/history/items/properties/at/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err297];
}
else {
vErrors.push(err297);
}
errors++;
}
}
else {
const err298 = {instancePath:instancePath+"/status/history/" + i11+"/at",schemaPath:"#/properties/status/properties/history/items/properties/at/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err298];
}
else {
vErrors.push(err298);
}
errors++;
}
}
}
else {
const err299 = {instancePath:instancePath+"/status/history/" + i11,schemaPath:"#/properties/status/properties/history/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err299];
}
else {
vErrors.push(err299);
}
errors++;
}
}
}
}
if(data53.finishedAt !== undefined){
let data125 = data53.finishedAt;
if((typeof data125 !== "string") && (data125 !== null)){
const err300 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/type",keyword:"type",params:{type: schema11.properties.status.properties.finishedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err300];
}
else {
vErrors.push(err300);
}
errors++;
}
if(typeof data125 === "string"){
if(!(formats0.test(data125))){
const err301 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err301];
}
else {
vErrors.push(err301);
}
errors++;
}
}
}
if(data53.conditions !== undefined){
let data126 = data53.conditions;
if((!(Array.isArray(data126))) && (data126 !== null)){
const err302 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/type",keyword:"type",params:{type: schema11.properties.status.properties.conditions.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err302];
}
else {
vErrors.push(err302);
}
errors++;
}
if(Array.isArray(data126)){
if(data126.length > 16){
const err303 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items"};
if(vErrors === null){
vErrors = [err303];
}
else {
vErrors.push(err303);
}
errors++;
}
const len11 = data126.length;
for(let i12=0; i12<len11; i12++){
let data127 = data126[i12];
if(data127 && typeof data127 == "object" && !Array.isArray(data127)){
if(data127.type === undefined){
const err304 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err304];
}
else {
vErrors.push(err304);
}
errors++;
}
if(data127.status === undefined){
const err305 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'"};
if(vErrors === null){
vErrors = [err305];
}
else {
vErrors.push(err305);
}
errors++;
}
if(data127.lastTransitionTime === undefined){
const err306 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'"};
if(vErrors === null){
vErrors = [err306];
}
else {
vErrors.push(err306);
}
errors++;
}
if(data127.reason === undefined){
const err307 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err307];
}
else {
vErrors.push(err307);
}
errors++;
}
if(data127.message === undefined){
const err308 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'"};
if(vErrors === null){
vErrors = [err308];
}
else {
vErrors.push(err308);
}
errors++;
}
for(const key21 in data127){
if(!((((((key21 === "type") || (key21 === "status")) || (key21 === "observedGeneration")) || (key21 === "lastTransitionTime")) || (key21 === "reason")) || (key21 === "message"))){
const err309 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err309];
}
else {
vErrors.push(err309);
}
errors++;
}
}
if(data127.type !== undefined){
let data128 = data127.type;
if(typeof data128 === "string"){
if(func3(data128) > 63){
const err310 = {instancePath:instancePath+"/status/conditions/" + i12+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err310];
}
else {
vErrors.push(err310);
}
errors++;
}
if(!pattern3.test(data128)){
const err311 = {instancePath:instancePath+"/status/conditions/" + i12+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err311];
}
else {
vErrors.push(err311);
}
errors++;
}
}
else {
const err312 = {instancePath:instancePath+"/status/conditions/" + i12+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err312];
}
else {
vErrors.push(err312);
}
errors++;
}
}
if(data127.status !== undefined){
let data129 = data127.status;
if(typeof data129 !== "string"){
const err313 = {instancePath:instancePath+"/status/conditions/" + i12+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err313];
}
else {
vErrors.push(err313);
}
errors++;
}
if(!(((data129 === "True") || (data129 === "False")) || (data129 === "Unknown"))){
const err314 = {instancePath:instancePath+"/status/conditions/" + i12+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/enum",keyword:"enum",params:{allowedValues: schema11.properties.status.properties.conditions.items.properties.status.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err314];
}
else {
vErrors.push(err314);
}
errors++;
}
}
if(data127.observedGeneration !== undefined){
let data130 = data127.observedGeneration;
if((!(((typeof data130 == "number") && (!(data130 % 1) && !isNaN(data130))) && (isFinite(data130)))) && (data130 !== null)){
const err315 = {instancePath:instancePath+"/status/conditions/" + i12+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/type",keyword:"type",params:{type: schema11.properties.status.properties.conditions.items.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err315];
}
else {
vErrors.push(err315);
}
errors++;
}
if((typeof data130 == "number") && (isFinite(data130))){
if(data130 > 9223372036854776000 || isNaN(data130)){
const err316 = {instancePath:instancePath+"/status/conditions/" + i12+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err316];
}
else {
vErrors.push(err316);
}
errors++;
}
if(data130 < 0 || isNaN(data130)){
const err317 = {instancePath:instancePath+"/status/conditions/" + i12+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err317];
}
else {
vErrors.push(err317);
}
errors++;
}
}
}
if(data127.lastTransitionTime !== undefined){
let data131 = data127.lastTransitionTime;
if(typeof data131 === "string"){
if(!(formats0.test(data131))){
const err318 = {instancePath:instancePath+"/status/conditions/" + i12+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err318];
}
else {
vErrors.push(err318);
}
errors++;
}
}
else {
const err319 = {instancePath:instancePath+"/status/conditions/" + i12+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err319];
}
else {
vErrors.push(err319);
}
errors++;
}
}
if(data127.reason !== undefined){
let data132 = data127.reason;
if(typeof data132 === "string"){
if(func3(data132) > 63){
const err320 = {instancePath:instancePath+"/status/conditions/" + i12+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err320];
}
else {
vErrors.push(err320);
}
errors++;
}
if(func3(data132) < 1){
const err321 = {instancePath:instancePath+"/status/conditions/" + i12+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err321];
}
else {
vErrors.push(err321);
}
errors++;
}
if(!pattern3.test(data132)){
const err322 = {instancePath:instancePath+"/status/conditions/" + i12+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err322];
}
else {
vErrors.push(err322);
}
errors++;
}
}
else {
const err323 = {instancePath:instancePath+"/status/conditions/" + i12+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err323];
}
else {
vErrors.push(err323);
}
errors++;
}
}
if(data127.message !== undefined){
let data133 = data127.message;
if(typeof data133 === "string"){
if(func3(data133) > 2048){
const err324 = {instancePath:instancePath+"/status/conditions/" + i12+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
if(vErrors === null){
vErrors = [err324];
}
else {
vErrors.push(err324);
}
errors++;
}
}
else {
const err325 = {instancePath:instancePath+"/status/conditions/" + i12+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err325];
}
else {
vErrors.push(err325);
}
errors++;
}
}
}
else {
const err326 = {instancePath:instancePath+"/status/conditions/" + i12,schemaPath:"#/properties/status/properties/conditions/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err326];
}
else {
vErrors.push(err326);
}
errors++;
}
}
if(new Set(data126.map((item) => item?.["type"])).size < data126.length){
const err327 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "type"};
if(vErrors === null){
vErrors = [err327];
}
else {
vErrors.push(err327);
}
errors++;
}
}
}
}
}
}
else {
const err328 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err328];
}
else {
vErrors.push(err328);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateRemediationAction = validate11;
const schema12 = {"$id":"RemediationAction","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"const":"coordination.selfheal.dev/v1alpha1"},"kind":{"const":"RemediationAction"},"metadata":{"type":"object","additionalProperties":false,"properties":{"name":{"type":["string","null"],"maxLength":63,"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},"namespace":{"type":["string","null"]},"generateName":{"type":["string","null"]},"uid":{"type":["string","null"]},"resourceVersion":{"type":["string","null"]},"generation":{"type":["integer","null"]},"creationTimestamp":{"type":["string","null"]},"deletionTimestamp":{"type":["string","null"]},"deletionGracePeriodSeconds":{"type":["integer","null"]},"selfLink":{"type":["string","null"]},"labels":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"annotations":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"finalizers":{"type":["array","null"],"items":{"type":"string"}},"ownerReferences":{"type":["array","null"],"items":{"type":"object","additionalProperties":false,"required":["apiVersion","kind","name","uid"],"properties":{"apiVersion":{"type":"string","minLength":1},"kind":{"type":"string","minLength":1},"name":{"type":"string","minLength":1},"uid":{"type":"string","minLength":1},"controller":{"type":["boolean","null"]},"blockOwnerDeletion":{"type":["boolean","null"]}}}},"managedFields":{"type":["array","null"],"items":{"type":"object"}}}},"spec":{"type":"object","required":["type","operation","target"],"properties":{"type":{"type":"string","enum":["node_remediation","resource_scaling","application_remediation","platform_remediation","model_inference","alert_correlation"]},"operation":{"type":"string","enum":["monitor_mco","cordon_node","uncordon_node","drain_node","drain_and_reboot_node","restart_kubelet","rollback_machine_config","add_node_capacity","observe","scale_workload","update_resources","restart_deployment","delete_pod","rollout_undo","argocd_sync","helm_rollback","reconcile_owner","run_job","restart_operator","monitor_cluster_operator","predict","correlate"]},"parameters":{"type":["object","null"],"maxProperties":32},"target":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false},"source":{"type":["string","null"],"enum":["deterministic","ai_driven","manual",null],"default":"manual"},"confidence":{"type":["number","null"],"minimum":0,"maximum":1},"requestedBy":{"type":["string","null"],"maxLength":253},"priority":{"type":["integer","null"],"minimum":1,"maximum":5,"default":3},"timeoutSeconds":{"type":["integer","null"],"minimum":1,"maximum":86400},"retries":{"type":["object","null"],"default":{},"properties":{"attempts":{"type":["integer","null"],"minimum":1,"maximum":10,"default":3},"backoffSeconds":{"type":["integer","null"],"minimum":1,"maximum":3600,"default":5}},"additionalProperties":false},"dryRun":{"type":["boolean","null"],"default":false},"compensates":{"type":["object","null"],"required":["name","uid"],"properties":{"name":{"type":"string","minLength":1,"maxLength":253},"uid":{"type":"string","minLength":1,"maxLength":64}},"additionalProperties":false},"approvalRequired":{"type":["boolean","null"],"default":false},"cancel":{"type":["boolean","null"],"default":false},"approval":{"type":["object","null"],"required":["decision","by"],"properties":{"decision":{"type":"string","enum":["Approved","Denied"]},"by":{"type":"string","minLength":1,"maxLength":253},"at":{"type":["string","null"],"format":"date-time"},"reason":{"type":["string","null"],"maxLength":1024},"specHash":{"type":["string","null"],"pattern":"^[0-9a-f]*$","maxLength":64}},"additionalProperties":false}},"additionalProperties":false},"status":{"type":["object","null"],"properties":{"phase":{"type":["string","null"],"enum":["Pending","Blocked","AwaitingApproval","Admitted","Running","Succeeded","Failed","Superseded","Rejected","Cancelled",null]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"reason":{"type":["string","null"],"pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"message":{"type":["string","null"],"maxLength":2048},"epoch":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"blocked":{"type":["object","null"],"required":["reason","since"],"properties":{"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"since":{"format":"date-time","type":"string"},"until":{"type":["string","null"],"format":"date-time"},"by":{"type":["string","null"],"maxLength":400}},"additionalProperties":false},"specHash":{"type":["string","null"],"maxLength":64},"queuePosition":{"type":["integer","null"],"minimum":1,"maximum":20},"arbitration":{"type":["object","null"],"required":["decidedAt"],"properties":{"rule":{"type":["string","null"],"pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"conflictType":{"type":["string","null"],"enum":["same_target","exclusive_types","contained_target",null]},"winner":{"type":["string","null"],"maxLength":400},"against":{"type":["array","null"],"maxItems":10,"items":{"type":"string","maxLength":400}},"decidedAt":{"format":"date-time","type":"string"}},"additionalProperties":false},"resolvedTarget":{"type":["object","null"],"required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","maxLength":128},"kind":{"type":"string","maxLength":63},"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64},"nodes":{"type":["array","null"],"maxItems":500,"items":{"type":"string","maxLength":253},"uniqueItems":true}},"additionalProperties":false},"intents":{"type":["array","null"],"maxItems":16,"items":{"type":"object","required":["step","token","at"],"properties":{"step":{"type":"string","maxLength":63},"token":{"type":"string","maxLength":128},"targetUid":{"type":["string","null"],"maxLength":64},"at":{"format":"date-time","type":"string"},"epoch":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"outcome":{"type":["string","null"],"enum":["Done","Failed","Undone",null]},"message":{"type":["string","null"],"maxLength":1024}},"additionalProperties":false},"uniqueBy":"step"},"before":{"type":["object","null"],"maxProperties":32},"changes":{"type":["array","null"],"maxItems":64,"items":{"type":"object","required":["resource"],"properties":{"resource":{"type":"string","maxLength":400},"from":{"type":["string","null"],"maxLength":512},"to":{"type":["string","null"],"maxLength":512}},"additionalProperties":false}},"result":{"type":["object","null"],"maxProperties":32},"attempts":{"type":["integer","null"],"minimum":0,"maximum":2147483647},"nextAttemptAt":{"type":["string","null"],"format":"date-time"},"startedAt":{"type":["string","null"],"format":"date-time"},"finishedAt":{"type":["string","null"],"format":"date-time"},"conditions":{"type":["array","null"],"maxItems":16,"items":{"type":"object","required":["type","status","lastTransitionTime","reason","message"],"properties":{"type":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"status":{"type":"string","enum":["True","False","Unknown"]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"lastTransitionTime":{"format":"date-time","type":"string"},"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","minLength":1,"maxLength":63},"message":{"type":"string","maxLength":2048}},"additionalProperties":false},"uniqueBy":"type"}},"additionalProperties":false}}};
const pattern28 = new RegExp("^[0-9a-f]*$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="RemediationAction" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
if("coordination.selfheal.dev/v1alpha1" !== data.apiVersion){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "coordination.selfheal.dev/v1alpha1"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
if("RemediationAction" !== data.kind){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "RemediationAction"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.metadata !== undefined){
let data2 = data.metadata;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!(func2.call(schema12.properties.metadata.properties, key1))){
const err7 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data2.name !== undefined){
let data3 = data2.name;
if((typeof data3 !== "string") && (data3 !== null)){
const err8 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/type",keyword:"type",params:{type: schema12.properties.metadata.properties.name.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data3 === "string"){
if(func3(data3) > 63){
const err9 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern0.test(data3)){
const err10 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data2.namespace !== undefined){
let data4 = data2.namespace;
if((typeof data4 !== "string") && (data4 !== null)){
const err11 = {instancePath:instancePath+"/metadata/namespace",schemaPath:"#/properties/metadata/properties/namespace/type",keyword:"type",params:{type: schema12.properties.metadata.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data2.generateName !== undefined){
let data5 = data2.generateName;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/metadata/generateName",schemaPath:"#/properties/metadata/properties/generateName/type",keyword:"type",params:{type: schema12.properties.metadata.properties.generateName.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.uid !== undefined){
let data6 = data2.uid;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/metadata/uid",schemaPath:"#/properties/metadata/properties/uid/type",keyword:"type",params:{type: schema12.properties.metadata.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data2.resourceVersion !== undefined){
let data7 = data2.resourceVersion;
if((typeof data7 !== "string") && (data7 !== null)){
const err14 = {instancePath:instancePath+"/metadata/resourceVersion",schemaPath:"#/properties/metadata/properties/resourceVersion/type",keyword:"type",params:{type: schema12.properties.metadata.properties.resourceVersion.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data2.generation !== undefined){
let data8 = data2.generation;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (data8 !== null)){
const err15 = {instancePath:instancePath+"/metadata/generation",schemaPath:"#/properties/metadata/properties/generation/type",keyword:"type",params:{type: schema12.properties.metadata.properties.generation.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data2.creationTimestamp !== undefined){
let data9 = data2.creationTimestamp;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/metadata/creationTimestamp",schemaPath:"#/properties/metadata/properties/creationTimestamp/type",keyword:"type",params:{type: schema12.properties.metadata.properties.creationTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.deletionTimestamp !== undefined){
let data10 = data2.deletionTimestamp;
if((typeof data10 !== "string") && (data10 !== null)){
const err17 = {instancePath:instancePath+"/metadata/deletionTimestamp",schemaPath:"#/properties/metadata/properties/deletionTimestamp/type",keyword:"type",params:{type: schema12.properties.metadata.properties.deletionTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data2.deletionGracePeriodSeconds !== undefined){
let data11 = data2.deletionGracePeriodSeconds;
if((!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))) && (data11 !== null)){
const err18 = {instancePath:instancePath+"/metadata/deletionGracePeriodSeconds",schemaPath:"#/properties/metadata/properties/deletionGracePeriodSeconds/type",keyword:"type",params:{type: schema12.properties.metadata.properties.deletionGracePeriodSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data2.selfLink !== undefined){
let data12 = data2.selfLink;
if((typeof data12 !== "string") && (data12 !== null)){
const err19 = {instancePath:instancePath+"/metadata/selfLink",schemaPath:"#/properties/metadata/properties/selfLink/type",keyword:"type",params:{type: schema12.properties.metadata.properties.selfLink.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data2.labels !== undefined){
let data13 = data2.labels;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err20 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/type",keyword:"type",params:{type: schema12.properties.metadata.properties.labels.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
let data14 = data13[key2];
if((typeof data14 !== "string") && (data14 !== null)){
const err21 = {instancePath:instancePath+"/metadata/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema12.properties.metadata.properties.labels.additionalProperties.type},message:"must be string,null"};
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
}
if(data2.annotations !== undefined){
let data15 = data2.annotations;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err22 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/type",keyword:"type",params:{type: schema12.properties.metadata.properties.annotations.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key3 in data15){
let data16 = data15[key3];
if((typeof data16 !== "string") && (data16 !== null)){
const err23 = {instancePath:instancePath+"/metadata/annotations/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: schema12.properties.metadata.properties.annotations.additionalProperties.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data2.finalizers !== undefined){
let data17 = data2.finalizers;
if((!(Array.isArray(data17))) && (data17 !== null)){
const err24 = {instancePath:instancePath+"/metadata/finalizers",schemaPath:"#/properties/metadata/properties/finalizers/type",keyword:"type",params:{type: schema12.properties.metadata.properties.finalizers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
if(typeof data17[i0] !== "string"){
const err25 = {instancePath:instancePath+"/metadata/finalizers/" + i0,schemaPath:"#/properties/metadata/properties/finalizers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data2.ownerReferences !== undefined){
let data19 = data2.ownerReferences;
if((!(Array.isArray(data19))) && (data19 !== null)){
const err26 = {instancePath:instancePath+"/metadata/ownerReferences",schemaPath:"#/properties/metadata/properties/ownerReferences/type",keyword:"type",params:{type: schema12.properties.metadata.properties.ownerReferences.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.apiVersion === undefined){
const err27 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data20.kind === undefined){
const err28 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data20.name === undefined){
const err29 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data20.uid === undefined){
const err30 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "uid"},message:"must have required property '"+"uid"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key4 in data20){
if(!((((((key4 === "apiVersion") || (key4 === "kind")) || (key4 === "name")) || (key4 === "uid")) || (key4 === "controller")) || (key4 === "blockOwnerDeletion"))){
const err31 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data20.apiVersion !== undefined){
let data21 = data20.apiVersion;
if(typeof data21 === "string"){
if(func3(data21) < 1){
const err32 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err33 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data20.kind !== undefined){
let data22 = data20.kind;
if(typeof data22 === "string"){
if(func3(data22) < 1){
const err34 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.name !== undefined){
let data23 = data20.name;
if(typeof data23 === "string"){
if(func3(data23) < 1){
const err36 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data20.uid !== undefined){
let data24 = data20.uid;
if(typeof data24 === "string"){
if(func3(data24) < 1){
const err38 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err39 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data20.controller !== undefined){
let data25 = data20.controller;
if((typeof data25 !== "boolean") && (data25 !== null)){
const err40 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/controller",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/controller/type",keyword:"type",params:{type: schema12.properties.metadata.properties.ownerReferences.items.properties.controller.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data20.blockOwnerDeletion !== undefined){
let data26 = data20.blockOwnerDeletion;
if((typeof data26 !== "boolean") && (data26 !== null)){
const err41 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/blockOwnerDeletion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/blockOwnerDeletion/type",keyword:"type",params:{type: schema12.properties.metadata.properties.ownerReferences.items.properties.blockOwnerDeletion.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
if(data2.managedFields !== undefined){
let data27 = data2.managedFields;
if((!(Array.isArray(data27))) && (data27 !== null)){
const err43 = {instancePath:instancePath+"/metadata/managedFields",schemaPath:"#/properties/metadata/properties/managedFields/type",keyword:"type",params:{type: schema12.properties.metadata.properties.managedFields.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(Array.isArray(data27)){
const len2 = data27.length;
for(let i2=0; i2<len2; i2++){
let data28 = data27[i2];
if(!(data28 && typeof data28 == "object" && !Array.isArray(data28))){
const err44 = {instancePath:instancePath+"/metadata/managedFields/" + i2,schemaPath:"#/properties/metadata/properties/managedFields/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.spec !== undefined){
let data29 = data.spec;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.source === undefined){
data29.source = "manual";
}
if(data29.priority === undefined){
data29.priority = 3;
}
if(data29.retries === undefined){
data29.retries = {};
}
if(data29.dryRun === undefined){
data29.dryRun = false;
}
if(data29.approvalRequired === undefined){
data29.approvalRequired = false;
}
if(data29.cancel === undefined){
data29.cancel = false;
}
if(data29.type === undefined){
const err46 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
if(data29.operation === undefined){
const err47 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "operation"},message:"must have required property '"+"operation"+"'"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
if(data29.target === undefined){
const err48 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "target"},message:"must have required property '"+"target"+"'"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
for(const key5 in data29){
if(!(func2.call(schema12.properties.spec.properties, key5))){
const err49 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
if(data29.type !== undefined){
let data30 = data29.type;
if(typeof data30 !== "string"){
const err50 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(!((((((data30 === "node_remediation") || (data30 === "resource_scaling")) || (data30 === "application_remediation")) || (data30 === "platform_remediation")) || (data30 === "model_inference")) || (data30 === "alert_correlation"))){
const err51 = {instancePath:instancePath+"/spec/type",schemaPath:"#/properties/spec/properties/type/enum",keyword:"enum",params:{allowedValues: schema12.properties.spec.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data29.operation !== undefined){
let data31 = data29.operation;
if(typeof data31 !== "string"){
const err52 = {instancePath:instancePath+"/spec/operation",schemaPath:"#/properties/spec/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
if(!((((((((((((((((((((((data31 === "monitor_mco") || (data31 === "cordon_node")) || (data31 === "uncordon_node")) || (data31 === "drain_node")) || (data31 === "drain_and_reboot_node")) || (data31 === "restart_kubelet")) || (data31 === "rollback_machine_config")) || (data31 === "add_node_capacity")) || (data31 === "observe")) || (data31 === "scale_workload")) || (data31 === "update_resources")) || (data31 === "restart_deployment")) || (data31 === "delete_pod")) || (data31 === "rollout_undo")) || (data31 === "argocd_sync")) || (data31 === "helm_rollback")) || (data31 === "reconcile_owner")) || (data31 === "run_job")) || (data31 === "restart_operator")) || (data31 === "monitor_cluster_operator")) || (data31 === "predict")) || (data31 === "correlate"))){
const err53 = {instancePath:instancePath+"/spec/operation",schemaPath:"#/properties/spec/properties/operation/enum",keyword:"enum",params:{allowedValues: schema12.properties.spec.properties.operation.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data29.parameters !== undefined){
let data32 = data29.parameters;
if((!(data32 && typeof data32 == "object" && !Array.isArray(data32))) && (data32 !== null)){
const err54 = {instancePath:instancePath+"/spec/parameters",schemaPath:"#/properties/spec/properties/parameters/type",keyword:"type",params:{type: schema12.properties.spec.properties.parameters.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(Object.keys(data32).length > 32){
const err55 = {instancePath:instancePath+"/spec/parameters",schemaPath:"#/properties/spec/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
if(data29.target !== undefined){
let data33 = data29.target;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.apiVersion === undefined){
const err56 = {instancePath:instancePath+"/spec/target",schemaPath:"#/properties/spec/properties/target/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data33.kind === undefined){
const err57 = {instancePath:instancePath+"/spec/target",schemaPath:"#/properties/spec/properties/target/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data33.name === undefined){
const err58 = {instancePath:instancePath+"/spec/target",schemaPath:"#/properties/spec/properties/target/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
for(const key6 in data33){
if(!(((((key6 === "apiVersion") || (key6 === "kind")) || (key6 === "namespace")) || (key6 === "name")) || (key6 === "uid"))){
const err59 = {instancePath:instancePath+"/spec/target",schemaPath:"#/properties/spec/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data33.apiVersion !== undefined){
let data34 = data33.apiVersion;
if(typeof data34 === "string"){
if(func3(data34) > 128){
const err60 = {instancePath:instancePath+"/spec/target/apiVersion",schemaPath:"#/properties/spec/properties/target/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(!pattern2.test(data34)){
const err61 = {instancePath:instancePath+"/spec/target/apiVersion",schemaPath:"#/properties/spec/properties/target/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
else {
const err62 = {instancePath:instancePath+"/spec/target/apiVersion",schemaPath:"#/properties/spec/properties/target/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data33.kind !== undefined){
let data35 = data33.kind;
if(typeof data35 === "string"){
if(func3(data35) > 63){
const err63 = {instancePath:instancePath+"/spec/target/kind",schemaPath:"#/properties/spec/properties/target/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(!pattern3.test(data35)){
const err64 = {instancePath:instancePath+"/spec/target/kind",schemaPath:"#/properties/spec/properties/target/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
else {
const err65 = {instancePath:instancePath+"/spec/target/kind",schemaPath:"#/properties/spec/properties/target/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data33.namespace !== undefined){
let data36 = data33.namespace;
if((typeof data36 !== "string") && (data36 !== null)){
const err66 = {instancePath:instancePath+"/spec/target/namespace",schemaPath:"#/properties/spec/properties/target/properties/namespace/type",keyword:"type",params:{type: schema12.properties.spec.properties.target.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
if(typeof data36 === "string"){
if(func3(data36) > 63){
const err67 = {instancePath:instancePath+"/spec/target/namespace",schemaPath:"#/properties/spec/properties/target/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(!pattern4.test(data36)){
const err68 = {instancePath:instancePath+"/spec/target/namespace",schemaPath:"#/properties/spec/properties/target/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
if(data33.name !== undefined){
let data37 = data33.name;
if(typeof data37 === "string"){
if(func3(data37) > 253){
const err69 = {instancePath:instancePath+"/spec/target/name",schemaPath:"#/properties/spec/properties/target/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(func3(data37) < 1){
const err70 = {instancePath:instancePath+"/spec/target/name",schemaPath:"#/properties/spec/properties/target/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
if(!pattern5.test(data37)){
const err71 = {instancePath:instancePath+"/spec/target/name",schemaPath:"#/properties/spec/properties/target/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
else {
const err72 = {instancePath:instancePath+"/spec/target/name",schemaPath:"#/properties/spec/properties/target/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data33.uid !== undefined){
let data38 = data33.uid;
if((typeof data38 !== "string") && (data38 !== null)){
const err73 = {instancePath:instancePath+"/spec/target/uid",schemaPath:"#/properties/spec/properties/target/properties/uid/type",keyword:"type",params:{type: schema12.properties.spec.properties.target.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
if(typeof data38 === "string"){
if(func3(data38) > 64){
const err74 = {instancePath:instancePath+"/spec/target/uid",schemaPath:"#/properties/spec/properties/target/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
}
}
else {
const err75 = {instancePath:instancePath+"/spec/target",schemaPath:"#/properties/spec/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
let data39 = data29.source;
if((typeof data39 !== "string") && (data39 !== null)){
const err76 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/type",keyword:"type",params:{type: schema12.properties.spec.properties.source.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(!((((data39 === "deterministic") || (data39 === "ai_driven")) || (data39 === "manual")) || (data39 === null))){
const err77 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/enum",keyword:"enum",params:{allowedValues: schema12.properties.spec.properties.source.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data29.confidence !== undefined){
let data40 = data29.confidence;
if((!((typeof data40 == "number") && (isFinite(data40)))) && (data40 !== null)){
const err78 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/type",keyword:"type",params:{type: schema12.properties.spec.properties.confidence.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if((typeof data40 == "number") && (isFinite(data40))){
if(data40 > 1 || isNaN(data40)){
const err79 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data40 < 0 || isNaN(data40)){
const err80 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
}
if(data29.requestedBy !== undefined){
let data41 = data29.requestedBy;
if((typeof data41 !== "string") && (data41 !== null)){
const err81 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/type",keyword:"type",params:{type: schema12.properties.spec.properties.requestedBy.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
if(typeof data41 === "string"){
if(func3(data41) > 253){
const err82 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
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
let data42 = data29.priority;
if((!(((typeof data42 == "number") && (!(data42 % 1) && !isNaN(data42))) && (isFinite(data42)))) && (data42 !== null)){
const err83 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/type",keyword:"type",params:{type: schema12.properties.spec.properties.priority.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if((typeof data42 == "number") && (isFinite(data42))){
if(data42 > 5 || isNaN(data42)){
const err84 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5},message:"must be <= 5"};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data42 < 1 || isNaN(data42)){
const err85 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data29.timeoutSeconds !== undefined){
let data43 = data29.timeoutSeconds;
if((!(((typeof data43 == "number") && (!(data43 % 1) && !isNaN(data43))) && (isFinite(data43)))) && (data43 !== null)){
const err86 = {instancePath:instancePath+"/spec/timeoutSeconds",schemaPath:"#/properties/spec/properties/timeoutSeconds/type",keyword:"type",params:{type: schema12.properties.spec.properties.timeoutSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if((typeof data43 == "number") && (isFinite(data43))){
if(data43 > 86400 || isNaN(data43)){
const err87 = {instancePath:instancePath+"/spec/timeoutSeconds",schemaPath:"#/properties/spec/properties/timeoutSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
if(data43 < 1 || isNaN(data43)){
const err88 = {instancePath:instancePath+"/spec/timeoutSeconds",schemaPath:"#/properties/spec/properties/timeoutSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
let data44 = data29.retries;
if((!(data44 && typeof data44 == "object" && !Array.isArray(data44))) && (data44 !== null)){
const err89 = {instancePath:instancePath+"/spec/retries",schemaPath:"#/properties/spec/properties/retries/type",keyword:"type",params:{type: schema12.properties.spec.properties.retries.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data44 && typeof data44 == "object" && !Array.isArray(data44)){
if(data44.attempts === undefined){
data44.attempts = 3;
}
if(data44.backoffSeconds === undefined){
data44.backoffSeconds = 5;
}
for(const key7 in data44){
if(!((key7 === "attempts") || (key7 === "backoffSeconds"))){
const err90 = {instancePath:instancePath+"/spec/retries",schemaPath:"#/properties/spec/properties/retries/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
let data45 = data44.attempts;
if((!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))) && (data45 !== null)){
const err91 = {instancePath:instancePath+"/spec/retries/attempts",schemaPath:"#/properties/spec/properties/retries/properties/attempts/type",keyword:"type",params:{type: schema12.properties.spec.properties.retries.properties.attempts.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 10 || isNaN(data45)){
const err92 = {instancePath:instancePath+"/spec/retries/attempts",schemaPath:"#/properties/spec/properties/retries/properties/attempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10},message:"must be <= 10"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data45 < 1 || isNaN(data45)){
const err93 = {instancePath:instancePath+"/spec/retries/attempts",schemaPath:"#/properties/spec/properties/retries/properties/attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
}
let data46 = data44.backoffSeconds;
if((!(((typeof data46 == "number") && (!(data46 % 1) && !isNaN(data46))) && (isFinite(data46)))) && (data46 !== null)){
const err94 = {instancePath:instancePath+"/spec/retries/backoffSeconds",schemaPath:"#/properties/spec/properties/retries/properties/backoffSeconds/type",keyword:"type",params:{type: schema12.properties.spec.properties.retries.properties.backoffSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if((typeof data46 == "number") && (isFinite(data46))){
if(data46 > 3600 || isNaN(data46)){
const err95 = {instancePath:instancePath+"/spec/retries/backoffSeconds",schemaPath:"#/properties/spec/properties/retries/properties/backoffSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
if(data46 < 1 || isNaN(data46)){
const err96 = {instancePath:instancePath+"/spec/retries/backoffSeconds",schemaPath:"#/properties/spec/properties/retries/properties/backoffSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
let data47 = data29.dryRun;
if((typeof data47 !== "boolean") && (data47 !== null)){
const err97 = {instancePath:instancePath+"/spec/dryRun",schemaPath:"#/properties/spec/properties/dryRun/type",keyword:"type",params:{type: schema12.properties.spec.properties.dryRun.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data29.compensates !== undefined){
let data48 = data29.compensates;
if((!(data48 && typeof data48 == "object" && !Array.isArray(data48))) && (data48 !== null)){
const err98 = {instancePath:instancePath+"/spec/compensates",schemaPath:"#/properties/spec/properties/compensates/type",keyword:"type",params:{type: schema12.properties.spec.properties.compensates.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
if(data48.name === undefined){
const err99 = {instancePath:instancePath+"/spec/compensates",schemaPath:"#/properties/spec/properties/compensates/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(data48.uid === undefined){
const err100 = {instancePath:instancePath+"/spec/compensates",schemaPath:"#/properties/spec/properties/compensates/required",keyword:"required",params:{missingProperty: "uid"},message:"must have required property '"+"uid"+"'"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
for(const key8 in data48){
if(!((key8 === "name") || (key8 === "uid"))){
const err101 = {instancePath:instancePath+"/spec/compensates",schemaPath:"#/properties/spec/properties/compensates/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data48.name !== undefined){
let data49 = data48.name;
if(typeof data49 === "string"){
if(func3(data49) > 253){
const err102 = {instancePath:instancePath+"/spec/compensates/name",schemaPath:"#/properties/spec/properties/compensates/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(func3(data49) < 1){
const err103 = {instancePath:instancePath+"/spec/compensates/name",schemaPath:"#/properties/spec/properties/compensates/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
else {
const err104 = {instancePath:instancePath+"/spec/compensates/name",schemaPath:"#/properties/spec/properties/compensates/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
if(data48.uid !== undefined){
let data50 = data48.uid;
if(typeof data50 === "string"){
if(func3(data50) > 64){
const err105 = {instancePath:instancePath+"/spec/compensates/uid",schemaPath:"#/properties/spec/properties/compensates/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
if(func3(data50) < 1){
const err106 = {instancePath:instancePath+"/spec/compensates/uid",schemaPath:"#/properties/spec/properties/compensates/properties/uid/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
else {
const err107 = {instancePath:instancePath+"/spec/compensates/uid",schemaPath:"#/properties/spec/properties/compensates/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
}
}
let data51 = data29.approvalRequired;
if((typeof data51 !== "boolean") && (data51 !== null)){
const err108 = {instancePath:instancePath+"/spec/approvalRequired",schemaPath:"#/properties/spec/properties/approvalRequired/type",keyword:"type",params:{type: schema12.properties.spec.properties.approvalRequired.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
let data52 = data29.cancel;
if((typeof data52 !== "boolean") && (data52 !== null)){
const err109 = {instancePath:instancePath+"/spec/cancel",schemaPath:"#/properties/spec/properties/cancel/type",keyword:"type",params:{type: schema12.properties.spec.properties.cancel.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
if(data29.approval !== undefined){
let data53 = data29.approval;
if((!(data53 && typeof data53 == "object" && !Array.isArray(data53))) && (data53 !== null)){
const err110 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/type",keyword:"type",params:{type: schema12.properties.spec.properties.approval.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data53 && typeof data53 == "object" && !Array.isArray(data53)){
if(data53.decision === undefined){
const err111 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/required",keyword:"required",params:{missingProperty: "decision"},message:"must have required property '"+"decision"+"'"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
if(data53.by === undefined){
const err112 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
for(const key9 in data53){
if(!(((((key9 === "decision") || (key9 === "by")) || (key9 === "at")) || (key9 === "reason")) || (key9 === "specHash"))){
const err113 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data53.decision !== undefined){
let data54 = data53.decision;
if(typeof data54 !== "string"){
const err114 = {instancePath:instancePath+"/spec/approval/decision",schemaPath:"#/properties/spec/properties/approval/properties/decision/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
if(!((data54 === "Approved") || (data54 === "Denied"))){
const err115 = {instancePath:instancePath+"/spec/approval/decision",schemaPath:"#/properties/spec/properties/approval/properties/decision/enum",keyword:"enum",params:{allowedValues: schema12.properties.spec.properties.approval.properties.decision.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data53.by !== undefined){
let data55 = data53.by;
if(typeof data55 === "string"){
if(func3(data55) > 253){
const err116 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(func3(data55) < 1){
const err117 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
else {
const err118 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data53.at !== undefined){
let data56 = data53.at;
if((typeof data56 !== "string") && (data56 !== null)){
const err119 = {instancePath:instancePath+"/spec/approval/at",schemaPath:"#/properties/spec/properties/approval/properties/at/type",keyword:"type",params:{type: schema12.properties.spec.properties.approval.properties.at.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if(typeof data56 === "string"){
if(!(formats0.test(data56))){
const err120 = {instancePath:instancePath+"/spec/approval/at",schemaPath:"#/properties/spec/properties/approval/properties/at/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
}
if(data53.reason !== undefined){
let data57 = data53.reason;
if((typeof data57 !== "string") && (data57 !== null)){
const err121 = {instancePath:instancePath+"/spec/approval/reason",schemaPath:"#/properties/spec/properties/approval/properties/reason/type",keyword:"type",params:{type: schema12.properties.spec.properties.approval.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
if(typeof data57 === "string"){
if(func3(data57) > 1024){
const err122 = {instancePath:instancePath+"/spec/approval/reason",schemaPath:"#/properties/spec/properties/approval/properties/reason/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
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
if(data53.specHash !== undefined){
let data58 = data53.specHash;
if((typeof data58 !== "string") && (data58 !== null)){
const err123 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/type",keyword:"type",params:{type: schema12.properties.spec.properties.approval.properties.specHash.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(typeof data58 === "string"){
if(func3(data58) > 64){
const err124 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if(!pattern28.test(data58)){
const err125 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]*$"},message:"must match pattern \""+"^[0-9a-f]*$"+"\""};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
}
}
}
}
else {
const err126 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data.status !== undefined){
let data59 = data.status;
if((!(data59 && typeof data59 == "object" && !Array.isArray(data59))) && (data59 !== null)){
const err127 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: schema12.properties.status.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(data59 && typeof data59 == "object" && !Array.isArray(data59)){
for(const key10 in data59){
if(!(func2.call(schema12.properties.status.properties, key10))){
const err128 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data59.phase !== undefined){
let data60 = data59.phase;
if((typeof data60 !== "string") && (data60 !== null)){
const err129 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/type",keyword:"type",params:{type: schema12.properties.status.properties.phase.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(!(((((((((((data60 === "Pending") || (data60 === "Blocked")) || (data60 === "AwaitingApproval")) || (data60 === "Admitted")) || (data60 === "Running")) || (data60 === "Succeeded")) || (data60 === "Failed")) || (data60 === "Superseded")) || (data60 === "Rejected")) || (data60 === "Cancelled")) || (data60 === null))){
const err130 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/enum",keyword:"enum",params:{allowedValues: schema12.properties.status.properties.phase.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data59.observedGeneration !== undefined){
let data61 = data59.observedGeneration;
if((!(((typeof data61 == "number") && (!(data61 % 1) && !isNaN(data61))) && (isFinite(data61)))) && (data61 !== null)){
const err131 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/type",keyword:"type",params:{type: schema12.properties.status.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
if((typeof data61 == "number") && (isFinite(data61))){
if(data61 > 9223372036854776000 || isNaN(data61)){
const err132 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
if(data61 < 0 || isNaN(data61)){
const err133 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
}
if(data59.reason !== undefined){
let data62 = data59.reason;
if((typeof data62 !== "string") && (data62 !== null)){
const err134 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/type",keyword:"type",params:{type: schema12.properties.status.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(typeof data62 === "string"){
if(func3(data62) > 63){
const err135 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
if(!pattern3.test(data62)){
const err136 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
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
if(data59.message !== undefined){
let data63 = data59.message;
if((typeof data63 !== "string") && (data63 !== null)){
const err137 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/type",keyword:"type",params:{type: schema12.properties.status.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if(typeof data63 === "string"){
if(func3(data63) > 2048){
const err138 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
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
if(data59.epoch !== undefined){
let data64 = data59.epoch;
if((!(((typeof data64 == "number") && (!(data64 % 1) && !isNaN(data64))) && (isFinite(data64)))) && (data64 !== null)){
const err139 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/type",keyword:"type",params:{type: schema12.properties.status.properties.epoch.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if((typeof data64 == "number") && (isFinite(data64))){
if(data64 > 9223372036854776000 || isNaN(data64)){
const err140 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data64 < 0 || isNaN(data64)){
const err141 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
if(data59.blocked !== undefined){
let data65 = data59.blocked;
if((!(data65 && typeof data65 == "object" && !Array.isArray(data65))) && (data65 !== null)){
const err142 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/type",keyword:"type",params:{type: schema12.properties.status.properties.blocked.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
if(data65 && typeof data65 == "object" && !Array.isArray(data65)){
if(data65.reason === undefined){
const err143 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(data65.since === undefined){
const err144 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "since"},message:"must have required property '"+"since"+"'"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
for(const key11 in data65){
if(!((((key11 === "reason") || (key11 === "since")) || (key11 === "until")) || (key11 === "by"))){
const err145 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
if(data65.reason !== undefined){
let data66 = data65.reason;
if(typeof data66 === "string"){
if(func3(data66) > 63){
const err146 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(!pattern3.test(data66)){
const err147 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
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
const err148 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data65.since !== undefined){
let data67 = data65.since;
if(typeof data67 === "string"){
if(!(formats0.test(data67))){
const err149 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
else {
const err150 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
}
if(data65.until !== undefined){
let data68 = data65.until;
if((typeof data68 !== "string") && (data68 !== null)){
const err151 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/type",keyword:"type",params:{type: schema12.properties.status.properties.blocked.properties.until.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
if(typeof data68 === "string"){
if(!(formats0.test(data68))){
const err152 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
}
if(data65.by !== undefined){
let data69 = data65.by;
if((typeof data69 !== "string") && (data69 !== null)){
const err153 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/type",keyword:"type",params:{type: schema12.properties.status.properties.blocked.properties.by.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(typeof data69 === "string"){
if(func3(data69) > 400){
const err154 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
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
}
}
if(data59.specHash !== undefined){
let data70 = data59.specHash;
if((typeof data70 !== "string") && (data70 !== null)){
const err155 = {instancePath:instancePath+"/status/specHash",schemaPath:"#/properties/status/properties/specHash/type",keyword:"type",params:{type: schema12.properties.status.properties.specHash.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(typeof data70 === "string"){
if(func3(data70) > 64){
const err156 = {instancePath:instancePath+"/status/specHash",schemaPath:"#/properties/status/properties/specHash/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
}
if(data59.queuePosition !== undefined){
let data71 = data59.queuePosition;
if((!(((typeof data71 == "number") && (!(data71 % 1) && !isNaN(data71))) && (isFinite(data71)))) && (data71 !== null)){
const err157 = {instancePath:instancePath+"/status/queuePosition",schemaPath:"#/properties/status/properties/queuePosition/type",keyword:"type",params:{type: schema12.properties.status.properties.queuePosition.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if((typeof data71 == "number") && (isFinite(data71))){
if(data71 > 20 || isNaN(data71)){
const err158 = {instancePath:instancePath+"/status/queuePosition",schemaPath:"#/properties/status/properties/queuePosition/maximum",keyword:"maximum",params:{comparison: "<=", limit: 20},message:"must be <= 20"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(data71 < 1 || isNaN(data71)){
const err159 = {instancePath:instancePath+"/status/queuePosition",schemaPath:"#/properties/status/properties/queuePosition/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data59.arbitration !== undefined){
let data72 = data59.arbitration;
if((!(data72 && typeof data72 == "object" && !Array.isArray(data72))) && (data72 !== null)){
const err160 = {instancePath:instancePath+"/status/arbitration",schemaPath:"#/properties/status/properties/arbitration/type",keyword:"type",params:{type: schema12.properties.status.properties.arbitration.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
if(data72 && typeof data72 == "object" && !Array.isArray(data72)){
if(data72.decidedAt === undefined){
const err161 = {instancePath:instancePath+"/status/arbitration",schemaPath:"#/properties/status/properties/arbitration/required",keyword:"required",params:{missingProperty: "decidedAt"},message:"must have required property '"+"decidedAt"+"'"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
for(const key12 in data72){
if(!(((((key12 === "rule") || (key12 === "conflictType")) || (key12 === "winner")) || (key12 === "against")) || (key12 === "decidedAt"))){
const err162 = {instancePath:instancePath+"/status/arbitration",schemaPath:"#/properties/status/properties/arbitration/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data72.rule !== undefined){
let data73 = data72.rule;
if((typeof data73 !== "string") && (data73 !== null)){
const err163 = {instancePath:instancePath+"/status/arbitration/rule",schemaPath:"#/properties/status/properties/arbitration/properties/rule/type",keyword:"type",params:{type: schema12.properties.status.properties.arbitration.properties.rule.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
if(typeof data73 === "string"){
if(func3(data73) > 63){
const err164 = {instancePath:instancePath+"/status/arbitration/rule",schemaPath:"#/properties/status/properties/arbitration/properties/rule/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(!pattern3.test(data73)){
const err165 = {instancePath:instancePath+"/status/arbitration/rule",schemaPath:"#/properties/status/properties/arbitration/properties/rule/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
}
if(data72.conflictType !== undefined){
let data74 = data72.conflictType;
if((typeof data74 !== "string") && (data74 !== null)){
const err166 = {instancePath:instancePath+"/status/arbitration/conflictType",schemaPath:"#/properties/status/properties/arbitration/properties/conflictType/type",keyword:"type",params:{type: schema12.properties.status.properties.arbitration.properties.conflictType.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if(!((((data74 === "same_target") || (data74 === "exclusive_types")) || (data74 === "contained_target")) || (data74 === null))){
const err167 = {instancePath:instancePath+"/status/arbitration/conflictType",schemaPath:"#/properties/status/properties/arbitration/properties/conflictType/enum",keyword:"enum",params:{allowedValues: schema12.properties.status.properties.arbitration.properties.conflictType.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data72.winner !== undefined){
let data75 = data72.winner;
if((typeof data75 !== "string") && (data75 !== null)){
const err168 = {instancePath:instancePath+"/status/arbitration/winner",schemaPath:"#/properties/status/properties/arbitration/properties/winner/type",keyword:"type",params:{type: schema12.properties.status.properties.arbitration.properties.winner.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
if(typeof data75 === "string"){
if(func3(data75) > 400){
const err169 = {instancePath:instancePath+"/status/arbitration/winner",schemaPath:"#/properties/status/properties/arbitration/properties/winner/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
}
if(data72.against !== undefined){
let data76 = data72.against;
if((!(Array.isArray(data76))) && (data76 !== null)){
const err170 = {instancePath:instancePath+"/status/arbitration/against",schemaPath:"#/properties/status/properties/arbitration/properties/against/type",keyword:"type",params:{type: schema12.properties.status.properties.arbitration.properties.against.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if(Array.isArray(data76)){
if(data76.length > 10){
const err171 = {instancePath:instancePath+"/status/arbitration/against",schemaPath:"#/properties/status/properties/arbitration/properties/against/maxItems",keyword:"maxItems",params:{limit: 10},message:"must NOT have more than 10 items"};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
const len3 = data76.length;
for(let i3=0; i3<len3; i3++){
let data77 = data76[i3];
if(typeof data77 === "string"){
if(func3(data77) > 400){
const err172 = {instancePath:instancePath+"/status/arbitration/against/" + i3,schemaPath:"#/properties/status/properties/arbitration/properties/against/items/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
else {
const err173 = {instancePath:instancePath+"/status/arbitration/against/" + i3,schemaPath:"#/properties/status/properties/arbitration/properties/against/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
}
}
if(data72.decidedAt !== undefined){
let data78 = data72.decidedAt;
if(typeof data78 === "string"){
if(!(formats0.test(data78))){
const err174 = {instancePath:instancePath+"/status/arbitration/decidedAt",schemaPath:"#/properties/status/properties/arbitration/properties/decidedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
}
else {
const err175 = {instancePath:instancePath+"/status/arbitration/decidedAt",schemaPath:"#/properties/status/properties/arbitration/properties/decidedAt/type",keyword:"type",params:{type: "string"},message:"must be string"};
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
}
if(data59.resolvedTarget !== undefined){
let data79 = data59.resolvedTarget;
if((!(data79 && typeof data79 == "object" && !Array.isArray(data79))) && (data79 !== null)){
const err176 = {instancePath:instancePath+"/status/resolvedTarget",schemaPath:"#/properties/status/properties/resolvedTarget/type",keyword:"type",params:{type: schema12.properties.status.properties.resolvedTarget.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
if(data79 && typeof data79 == "object" && !Array.isArray(data79)){
if(data79.apiVersion === undefined){
const err177 = {instancePath:instancePath+"/status/resolvedTarget",schemaPath:"#/properties/status/properties/resolvedTarget/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
if(data79.kind === undefined){
const err178 = {instancePath:instancePath+"/status/resolvedTarget",schemaPath:"#/properties/status/properties/resolvedTarget/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
if(data79.name === undefined){
const err179 = {instancePath:instancePath+"/status/resolvedTarget",schemaPath:"#/properties/status/properties/resolvedTarget/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
for(const key13 in data79){
if(!((((((key13 === "apiVersion") || (key13 === "kind")) || (key13 === "namespace")) || (key13 === "name")) || (key13 === "uid")) || (key13 === "nodes"))){
const err180 = {instancePath:instancePath+"/status/resolvedTarget",schemaPath:"#/properties/status/properties/resolvedTarget/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
if(data79.apiVersion !== undefined){
let data80 = data79.apiVersion;
if(typeof data80 === "string"){
if(func3(data80) > 128){
const err181 = {instancePath:instancePath+"/status/resolvedTarget/apiVersion",schemaPath:"#/properties/status/properties/resolvedTarget/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
else {
const err182 = {instancePath:instancePath+"/status/resolvedTarget/apiVersion",schemaPath:"#/properties/status/properties/resolvedTarget/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
if(data79.kind !== undefined){
let data81 = data79.kind;
if(typeof data81 === "string"){
if(func3(data81) > 63){
const err183 = {instancePath:instancePath+"/status/resolvedTarget/kind",schemaPath:"#/properties/status/properties/resolvedTarget/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
else {
const err184 = {instancePath:instancePath+"/status/resolvedTarget/kind",schemaPath:"#/properties/status/properties/resolvedTarget/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
if(data79.namespace !== undefined){
let data82 = data79.namespace;
if((typeof data82 !== "string") && (data82 !== null)){
const err185 = {instancePath:instancePath+"/status/resolvedTarget/namespace",schemaPath:"#/properties/status/properties/resolvedTarget/properties/namespace/type",keyword:"type",params:{type: schema12.properties.status.properties.resolvedTarget.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
if(typeof data82 === "string"){
if(func3(data82) > 63){
const err186 = {instancePath:instancePath+"/status/resolvedTarget/namespace",schemaPath:"#/properties/status/properties/resolvedTarget/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
}
if(data79.name !== undefined){
let data83 = data79.name;
if(typeof data83 === "string"){
if(func3(data83) > 253){
const err187 = {instancePath:instancePath+"/status/resolvedTarget/name",schemaPath:"#/properties/status/properties/resolvedTarget/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
}
else {
const err188 = {instancePath:instancePath+"/status/resolvedTarget/name",schemaPath:"#/properties/status/properties/resolvedTarget/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
if(data79.uid !== undefined){
let data84 = data79.uid;
if((typeof data84 !== "string") && (data84 !== null)){
const err189 = {instancePath:instancePath+"/status/resolvedTarget/uid",schemaPath:"#/properties/status/properties/resolvedTarget/properties/uid/type",keyword:"type",params:{type: schema12.properties.status.properties.resolvedTarget.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
if(typeof data84 === "string"){
if(func3(data84) > 64){
const err190 = {instancePath:instancePath+"/status/resolvedTarget/uid",schemaPath:"#/properties/status/properties/resolvedTarget/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
}
if(data79.nodes !== undefined){
let data85 = data79.nodes;
if((!(Array.isArray(data85))) && (data85 !== null)){
const err191 = {instancePath:instancePath+"/status/resolvedTarget/nodes",schemaPath:"#/properties/status/properties/resolvedTarget/properties/nodes/type",keyword:"type",params:{type: schema12.properties.status.properties.resolvedTarget.properties.nodes.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
if(Array.isArray(data85)){
if(data85.length > 500){
const err192 = {instancePath:instancePath+"/status/resolvedTarget/nodes",schemaPath:"#/properties/status/properties/resolvedTarget/properties/nodes/maxItems",keyword:"maxItems",params:{limit: 500},message:"must NOT have more than 500 items"};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
const len4 = data85.length;
for(let i4=0; i4<len4; i4++){
let data86 = data85[i4];
if(typeof data86 === "string"){
if(func3(data86) > 253){
const err193 = {instancePath:instancePath+"/status/resolvedTarget/nodes/" + i4,schemaPath:"#/properties/status/properties/resolvedTarget/properties/nodes/items/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
else {
const err194 = {instancePath:instancePath+"/status/resolvedTarget/nodes/" + i4,schemaPath:"#/properties/status/properties/resolvedTarget/properties/nodes/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
let i5 = data85.length;
let j0;
if(i5 > 1){
const indices0 = {};
for(;i5--;){
let item0 = data85[i5];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err195 = {instancePath:instancePath+"/status/resolvedTarget/nodes",schemaPath:"#/properties/status/properties/resolvedTarget/properties/nodes/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i5+" are identical)"};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
break;
}
indices0[item0] = i5;
}
}
}
}
}
}
if(data59.intents !== undefined){
let data87 = data59.intents;
if((!(Array.isArray(data87))) && (data87 !== null)){
const err196 = {instancePath:instancePath+"/status/intents",schemaPath:"#/properties/status/properties/intents/type",keyword:"type",params:{type: schema12.properties.status.properties.intents.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
if(Array.isArray(data87)){
if(data87.length > 16){
const err197 = {instancePath:instancePath+"/status/intents",schemaPath:"#/properties/status/properties/intents/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items"};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
const len5 = data87.length;
for(let i6=0; i6<len5; i6++){
let data88 = data87[i6];
if(data88 && typeof data88 == "object" && !Array.isArray(data88)){
if(data88.step === undefined){
const err198 = {instancePath:instancePath+"/status/intents/" + i6,schemaPath:"#/properties/status/properties/intents/items/required",keyword:"required",params:{missingProperty: "step"},message:"must have required property '"+"step"+"'"};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
if(data88.token === undefined){
const err199 = {instancePath:instancePath+"/status/intents/" + i6,schemaPath:"#/properties/status/properties/intents/items/required",keyword:"required",params:{missingProperty: "token"},message:"must have required property '"+"token"+"'"};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
if(data88.at === undefined){
const err200 = {instancePath:instancePath+"/status/intents/" + i6,schemaPath:"#/properties/status/properties/intents/items/required",keyword:"required",params:{missingProperty: "at"},message:"must have required property '"+"at"+"'"};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
for(const key14 in data88){
if(!(((((((key14 === "step") || (key14 === "token")) || (key14 === "targetUid")) || (key14 === "at")) || (key14 === "epoch")) || (key14 === "outcome")) || (key14 === "message"))){
const err201 = {instancePath:instancePath+"/status/intents/" + i6,schemaPath:"#/properties/status/properties/intents/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
}
if(data88.step !== undefined){
let data89 = data88.step;
if(typeof data89 === "string"){
if(func3(data89) > 63){
const err202 = {instancePath:instancePath+"/status/intents/" + i6+"/step",schemaPath:"#/properties/status/properties/intents/items/properties/step/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
}
else {
const err203 = {instancePath:instancePath+"/status/intents/" + i6+"/step",schemaPath:"#/properties/status/properties/intents/items/properties/step/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
if(data88.token !== undefined){
let data90 = data88.token;
if(typeof data90 === "string"){
if(func3(data90) > 128){
const err204 = {instancePath:instancePath+"/status/intents/" + i6+"/token",schemaPath:"#/properties/status/properties/intents/items/properties/token/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
}
else {
const err205 = {instancePath:instancePath+"/status/intents/" + i6+"/token",schemaPath:"#/properties/status/properties/intents/items/properties/token/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
}
if(data88.targetUid !== undefined){
let data91 = data88.targetUid;
if((typeof data91 !== "string") && (data91 !== null)){
const err206 = {instancePath:instancePath+"/status/intents/" + i6+"/targetUid",schemaPath:"#/properties/status/properties/intents/items/properties/targetUid/type",keyword:"type",params:{type: schema12.properties.status.properties.intents.items.properties.targetUid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
if(typeof data91 === "string"){
if(func3(data91) > 64){
const err207 = {instancePath:instancePath+"/status/intents/" + i6+"/targetUid",schemaPath:"#/properties/status/properties/intents/items/properties/targetUid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
}
if(data88.at !== undefined){
let data92 = data88.at;
if(typeof data92 === "string"){
if(!(formats0.test(data92))){
const err208 = {instancePath:instancePath+"/status/intents/" + i6+"/at",schemaPath:"#/properties/status/properties/intents/items/properties/at/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
}
else {
const err209 = {instancePath:instancePath+"/status/intents/" + i6+"/at",schemaPath:"#/properties/status/properties/intents/items/properties/at/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
}
if(data88.epoch !== undefined){
let data93 = data88.epoch;
if((!(((typeof data93 == "number") && (!(data93 % 1) && !isNaN(data93))) && (isFinite(data93)))) && (data93 !== null)){
const err210 = {instancePath:instancePath+"/status/intents/" + i6+"/epoch",schemaPath:"#/properties/status/properties/intents/items/properties/epoch/type",keyword:"type",params:{type: schema12.properties.status.properties.intents.items.properties.epoch.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
if((typeof data93 == "number") && (isFinite(data93))){
if(data93 > 9223372036854776000 || isNaN(data93)){
const err211 = {instancePath:instancePath+"/status/intents/" + i6+"/epoch",schemaPath:"#/properties/status/properties/intents/items/properties/epoch/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
if(data93 < 0 || isNaN(data93)){
const err212 = {instancePath:instancePath+"/status/intents/" + i6+"/epoch",schemaPath:"#/properties/status/properties/intents/items/properties/epoch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
}
}
if(data88.outcome !== undefined){
let data94 = data88.outcome;
if((typeof data94 !== "string") && (data94 !== null)){
const err213 = {instancePath:instancePath+"/status/intents/" + i6+"/outcome",schemaPath:"#/properties/status/properties/intents/items/properties/outcome/type",keyword:"type",params:{type: schema12.properties.status.properties.intents.items.properties.outcome.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
if(!((((data94 === "Done") || (data94 === "Failed")) || (data94 === "Undone")) || (data94 === null))){
const err214 = {instancePath:instancePath+"/status/intents/" + i6+"/outcome",schemaPath:"#/properties/status/properties/intents/items/properties/outcome/enum",keyword:"enum",params:{allowedValues: schema12.properties.status.properties.intents.items.properties.outcome.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
}
if(data88.message !== undefined){
let data95 = data88.message;
if((typeof data95 !== "string") && (data95 !== null)){
const err215 = {instancePath:instancePath+"/status/intents/" + i6+"/message",schemaPath:"#/properties/status/properties/intents/items/properties/message/type",keyword:"type",params:{type: schema12.properties.status.properties.intents.items.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
if(typeof data95 === "string"){
if(func3(data95) > 1024){
const err216 = {instancePath:instancePath+"/status/intents/" + i6+"/message",schemaPath:"#/properties/status/properties/intents/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
}
}
}
else {
const err217 = {instancePath:instancePath+"/status/intents/" + i6,schemaPath:"#/properties/status/properties/intents/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
}
if(new Set(data87.map((item) => item?.["step"])).size < data87.length){
const err218 = {instancePath:instancePath+"/status/intents",schemaPath:"#/properties/status/properties/intents/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "step"};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
}
}
if(data59.before !== undefined){
let data96 = data59.before;
if((!(data96 && typeof data96 == "object" && !Array.isArray(data96))) && (data96 !== null)){
const err219 = {instancePath:instancePath+"/status/before",schemaPath:"#/properties/status/properties/before/type",keyword:"type",params:{type: schema12.properties.status.properties.before.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(Object.keys(data96).length > 32){
const err220 = {instancePath:instancePath+"/status/before",schemaPath:"#/properties/status/properties/before/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
}
}
if(data59.changes !== undefined){
let data97 = data59.changes;
if((!(Array.isArray(data97))) && (data97 !== null)){
const err221 = {instancePath:instancePath+"/status/changes",schemaPath:"#/properties/status/properties/changes/type",keyword:"type",params:{type: schema12.properties.status.properties.changes.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
if(Array.isArray(data97)){
if(data97.length > 64){
const err222 = {instancePath:instancePath+"/status/changes",schemaPath:"#/properties/status/properties/changes/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
const len6 = data97.length;
for(let i7=0; i7<len6; i7++){
let data98 = data97[i7];
if(data98 && typeof data98 == "object" && !Array.isArray(data98)){
if(data98.resource === undefined){
const err223 = {instancePath:instancePath+"/status/changes/" + i7,schemaPath:"#/properties/status/properties/changes/items/required",keyword:"required",params:{missingProperty: "resource"},message:"must have required property '"+"resource"+"'"};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
for(const key15 in data98){
if(!(((key15 === "resource") || (key15 === "from")) || (key15 === "to"))){
const err224 = {instancePath:instancePath+"/status/changes/" + i7,schemaPath:"#/properties/status/properties/changes/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
}
if(data98.resource !== undefined){
let data99 = data98.resource;
if(typeof data99 === "string"){
if(func3(data99) > 400){
const err225 = {instancePath:instancePath+"/status/changes/" + i7+"/resource",schemaPath:"#/properties/status/properties/changes/items/properties/resource/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
}
else {
const err226 = {instancePath:instancePath+"/status/changes/" + i7+"/resource",schemaPath:"#/properties/status/properties/changes/items/properties/resource/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
}
if(data98.from !== undefined){
let data100 = data98.from;
if((typeof data100 !== "string") && (data100 !== null)){
const err227 = {instancePath:instancePath+"/status/changes/" + i7+"/from",schemaPath:"#/properties/status/properties/changes/items/properties/from/type",keyword:"type",params:{type: schema12.properties.status.properties.changes.items.properties.from.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
if(typeof data100 === "string"){
if(func3(data100) > 512){
const err228 = {instancePath:instancePath+"/status/changes/" + i7+"/from",schemaPath:"#/properties/status/properties/changes/items/properties/from/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
}
}
if(data98.to !== undefined){
let data101 = data98.to;
if((typeof data101 !== "string") && (data101 !== null)){
const err229 = {instancePath:instancePath+"/status/changes/" + i7+"/to",schemaPath:"#/properties/status/properties/changes/items/properties/to/type",keyword:"type",params:{type: schema12.properties.status.properties.changes.items.properties.to.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
if(typeof data101 === "string"){
if(func3(data101) > 512){
const err230 = {instancePath:instancePath+"/status/changes/" + i7+"/to",schemaPath:"#/properties/status/properties/changes/items/properties/to/maxLength",keyword:"maxLength",params:{limit: 512},message:"must NOT have more than 512 characters"};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
}
}
}
else {
const err231 = {instancePath:instancePath+"/status/changes/" + i7,schemaPath:"#/properties/status/properties/changes/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
}
}
}
if(data59.result !== undefined){
let data102 = data59.result;
if((!(data102 && typeof data102 == "object" && !Array.isArray(data102))) && (data102 !== null)){
const err232 = {instancePath:instancePath+"/status/result",schemaPath:"#/properties/status/properties/result/type",keyword:"type",params:{type: schema12.properties.status.properties.result.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
if(Object.keys(data102).length > 32){
const err233 = {instancePath:instancePath+"/status/result",schemaPath:"#/properties/status/properties/result/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
}
}
if(data59.attempts !== undefined){
let data103 = data59.attempts;
if((!(((typeof data103 == "number") && (!(data103 % 1) && !isNaN(data103))) && (isFinite(data103)))) && (data103 !== null)){
const err234 = {instancePath:instancePath+"/status/attempts",schemaPath:"#/properties/status/properties/attempts/type",keyword:"type",params:{type: schema12.properties.status.properties.attempts.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
if((typeof data103 == "number") && (isFinite(data103))){
if(data103 > 2147483647 || isNaN(data103)){
const err235 = {instancePath:instancePath+"/status/attempts",schemaPath:"#/properties/status/properties/attempts/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
if(data103 < 0 || isNaN(data103)){
const err236 = {instancePath:instancePath+"/status/attempts",schemaPath:"#/properties/status/properties/attempts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
}
}
if(data59.nextAttemptAt !== undefined){
let data104 = data59.nextAttemptAt;
if((typeof data104 !== "string") && (data104 !== null)){
const err237 = {instancePath:instancePath+"/status/nextAttemptAt",schemaPath:"#/properties/status/properties/nextAttemptAt/type",keyword:"type",params:{type: schema12.properties.status.properties.nextAttemptAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
if(typeof data104 === "string"){
if(!(formats0.test(data104))){
const err238 = {instancePath:instancePath+"/status/nextAttemptAt",schemaPath:"#/properties/status/properties/nextAttemptAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err238];
}
else {
vErrors.push(err238);
}
errors++;
}
}
}
if(data59.startedAt !== undefined){
let data105 = data59.startedAt;
if((typeof data105 !== "string") && (data105 !== null)){
const err239 = {instancePath:instancePath+"/status/startedAt",schemaPath:"#/properties/status/properties/startedAt/type",keyword:"type",params:{type: schema12.properties.status.properties.startedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err239];
}
else {
vErrors.push(err239);
}
errors++;
}
if(typeof data105 === "string"){
if(!(formats0.test(data105))){
const err240 = {instancePath:instancePath+"/status/startedAt",schemaPath:"#/properties/status/properties/startedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err240];
}
else {
vErrors.push(err240);
}
errors++;
}
}
}
if(data59.finishedAt !== undefined){
let data106 = data59.finishedAt;
if((typeof data106 !== "string") && (data106 !== null)){
const err241 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/type",keyword:"type",params:{type: schema12.properties.status.properties.finishedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err241];
}
else {
vErrors.push(err241);
}
errors++;
}
if(typeof data106 === "string"){
if(!(formats0.test(data106))){
const err242 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err242];
}
else {
vErrors.push(err242);
}
errors++;
}
}
}
if(data59.conditions !== undefined){
let data107 = data59.conditions;
if((!(Array.isArray(data107))) && (data107 !== null)){
const err243 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/type",keyword:"type",params:{type: schema12.properties.status.properties.conditions.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err243];
}
else {
vErrors.push(err243);
}
errors++;
}
if(Array.isArray(data107)){
if(data107.length > 16){
const err244 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items"};
if(vErrors === null){
vErrors = [err244];
}
else {
vErrors.push(err244);
}
errors++;
}
const len7 = data107.length;
for(let i8=0; i8<len7; i8++){
let data108 = data107[i8];
if(data108 && typeof data108 == "object" && !Array.isArray(data108)){
if(data108.type === undefined){
const err245 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err245];
}
else {
vErrors.push(err245);
}
errors++;
}
if(data108.status === undefined){
const err246 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'"};
if(vErrors === null){
vErrors = [err246];
}
else {
vErrors.push(err246);
}
errors++;
}
if(data108.lastTransitionTime === undefined){
const err247 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'"};
if(vErrors === null){
vErrors = [err247];
}
else {
vErrors.push(err247);
}
errors++;
}
if(data108.reason === undefined){
const err248 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err248];
}
else {
vErrors.push(err248);
}
errors++;
}
if(data108.message === undefined){
const err249 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'"};
if(vErrors === null){
vErrors = [err249];
}
else {
vErrors.push(err249);
}
errors++;
}
for(const key16 in data108){
if(!((((((key16 === "type") || (key16 === "status")) || (key16 === "observedGeneration")) || (key16 === "lastTransitionTime")) || (key16 === "reason")) || (key16 === "message"))){
const err250 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err250];
}
else {
vErrors.push(err250);
}
errors++;
}
}
if(data108.type !== undefined){
let data109 = data108.type;
if(typeof data109 === "string"){
if(func3(data109) > 63){
const err251 = {instancePath:instancePath+"/status/conditions/" + i8+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err251];
}
else {
vErrors.push(err251);
}
errors++;
}
if(!pattern3.test(data109)){
const err252 = {instancePath:instancePath+"/status/conditions/" + i8+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err252];
}
else {
vErrors.push(err252);
}
errors++;
}
}
else {
const err253 = {instancePath:instancePath+"/status/conditions/" + i8+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err253];
}
else {
vErrors.push(err253);
}
errors++;
}
}
if(data108.status !== undefined){
let data110 = data108.status;
if(typeof data110 !== "string"){
const err254 = {instancePath:instancePath+"/status/conditions/" + i8+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err254];
}
else {
vErrors.push(err254);
}
errors++;
}
if(!(((data110 === "True") || (data110 === "False")) || (data110 === "Unknown"))){
const err255 = {instancePath:instancePath+"/status/conditions/" + i8+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/enum",keyword:"enum",params:{allowedValues: schema12.properties.status.properties.conditions.items.properties.status.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err255];
}
else {
vErrors.push(err255);
}
errors++;
}
}
if(data108.observedGeneration !== undefined){
let data111 = data108.observedGeneration;
if((!(((typeof data111 == "number") && (!(data111 % 1) && !isNaN(data111))) && (isFinite(data111)))) && (data111 !== null)){
const err256 = {instancePath:instancePath+"/status/conditions/" + i8+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/type",keyword:"type",params:{type: schema12.properties.status.properties.conditions.items.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err256];
}
else {
vErrors.push(err256);
}
errors++;
}
if((typeof data111 == "number") && (isFinite(data111))){
if(data111 > 9223372036854776000 || isNaN(data111)){
const err257 = {instancePath:instancePath+"/status/conditions/" + i8+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err257];
}
else {
vErrors.push(err257);
}
errors++;
}
if(data111 < 0 || isNaN(data111)){
const err258 = {instancePath:instancePath+"/status/conditions/" + i8+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err258];
}
else {
vErrors.push(err258);
}
errors++;
}
}
}
if(data108.lastTransitionTime !== undefined){
let data112 = data108.lastTransitionTime;
if(typeof data112 === "string"){
if(!(formats0.test(data112))){
const err259 = {instancePath:instancePath+"/status/conditions/" + i8+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err259];
}
else {
vErrors.push(err259);
}
errors++;
}
}
else {
const err260 = {instancePath:instancePath+"/status/conditions/" + i8+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err260];
}
else {
vErrors.push(err260);
}
errors++;
}
}
if(data108.reason !== undefined){
let data113 = data108.reason;
if(typeof data113 === "string"){
if(func3(data113) > 63){
const err261 = {instancePath:instancePath+"/status/conditions/" + i8+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err261];
}
else {
vErrors.push(err261);
}
errors++;
}
if(func3(data113) < 1){
const err262 = {instancePath:instancePath+"/status/conditions/" + i8+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err262];
}
else {
vErrors.push(err262);
}
errors++;
}
if(!pattern3.test(data113)){
const err263 = {instancePath:instancePath+"/status/conditions/" + i8+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err263];
}
else {
vErrors.push(err263);
}
errors++;
}
}
else {
const err264 = {instancePath:instancePath+"/status/conditions/" + i8+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err264];
}
else {
vErrors.push(err264);
}
errors++;
}
}
if(data108.message !== undefined){
let data114 = data108.message;
if(typeof data114 === "string"){
if(func3(data114) > 2048){
const err265 = {instancePath:instancePath+"/status/conditions/" + i8+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
if(vErrors === null){
vErrors = [err265];
}
else {
vErrors.push(err265);
}
errors++;
}
}
else {
const err266 = {instancePath:instancePath+"/status/conditions/" + i8+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err266];
}
else {
vErrors.push(err266);
}
errors++;
}
}
}
else {
const err267 = {instancePath:instancePath+"/status/conditions/" + i8,schemaPath:"#/properties/status/properties/conditions/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err267];
}
else {
vErrors.push(err267);
}
errors++;
}
}
if(new Set(data107.map((item) => item?.["type"])).size < data107.length){
const err268 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "type"};
if(vErrors === null){
vErrors = [err268];
}
else {
vErrors.push(err268);
}
errors++;
}
}
}
}
}
}
else {
const err269 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err269];
}
else {
vErrors.push(err269);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

export const validateRemediationPlan = validate12;
const schema13 = {"$id":"RemediationPlan","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"const":"coordination.selfheal.dev/v1alpha1"},"kind":{"const":"RemediationPlan"},"metadata":{"type":"object","additionalProperties":false,"properties":{"name":{"type":["string","null"],"maxLength":63,"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},"namespace":{"type":["string","null"]},"generateName":{"type":["string","null"]},"uid":{"type":["string","null"]},"resourceVersion":{"type":["string","null"]},"generation":{"type":["integer","null"]},"creationTimestamp":{"type":["string","null"]},"deletionTimestamp":{"type":["string","null"]},"deletionGracePeriodSeconds":{"type":["integer","null"]},"selfLink":{"type":["string","null"]},"labels":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"annotations":{"type":["object","null"],"additionalProperties":{"type":["string","null"]}},"finalizers":{"type":["array","null"],"items":{"type":"string"}},"ownerReferences":{"type":["array","null"],"items":{"type":"object","additionalProperties":false,"required":["apiVersion","kind","name","uid"],"properties":{"apiVersion":{"type":"string","minLength":1},"kind":{"type":"string","minLength":1},"name":{"type":"string","minLength":1},"uid":{"type":"string","minLength":1},"controller":{"type":["boolean","null"]},"blockOwnerDeletion":{"type":["boolean","null"]}}}},"managedFields":{"type":["array","null"],"items":{"type":"object"}}}},"spec":{"type":"object","required":["steps"],"properties":{"anomalyRef":{"type":["object","null"],"required":["name"],"properties":{"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false},"source":{"type":["string","null"],"enum":["deterministic","ai_driven","manual",null],"default":"manual"},"confidence":{"type":["number","null"],"minimum":0,"maximum":1},"priority":{"type":["integer","null"],"minimum":1,"maximum":5,"default":3},"mode":{"type":["string","null"],"enum":["Automatic","Approval","DryRun","Observe",null]},"requestedBy":{"type":["string","null"],"maxLength":253},"layers":{"type":["array","null"],"maxItems":3,"items":{"type":"string","enum":["infrastructure","platform","application"]},"uniqueItems":true},"steps":{"type":"array","minItems":1,"maxItems":50,"items":{"type":"object","required":["name","layer","order","action","undo"],"properties":{"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","minLength":1,"maxLength":63},"layer":{"type":"string","enum":["infrastructure","platform","application"]},"order":{"minimum":1,"maximum":50,"type":"integer"},"description":{"type":["string","null"],"maxLength":1024},"waitSeconds":{"type":["integer","null"],"minimum":0,"maximum":86400},"timeoutSeconds":{"type":["integer","null"],"minimum":1,"maximum":86400},"required":{"type":["boolean","null"],"default":true},"undo":{"type":"string","enum":["Reversible","Partial","Irreversible","None"]},"action":{"type":"object","required":["type","operation","target"],"properties":{"type":{"type":"string","enum":["node_remediation","resource_scaling","application_remediation","platform_remediation","model_inference","alert_correlation"]},"operation":{"type":"string","enum":["monitor_mco","cordon_node","uncordon_node","drain_node","drain_and_reboot_node","restart_kubelet","rollback_machine_config","add_node_capacity","observe","scale_workload","update_resources","restart_deployment","delete_pod","rollout_undo","argocd_sync","helm_rollback","reconcile_owner","run_job","restart_operator","monitor_cluster_operator","predict","correlate"]},"parameters":{"type":["object","null"],"maxProperties":32},"target":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"additionalProperties":false}},"additionalProperties":false},"uniqueBy":"name"},"checkpoints":{"type":["array","null"],"maxItems":20,"items":{"type":"object","required":["name","layer","afterStep","checks"],"properties":{"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","minLength":1,"maxLength":63},"layer":{"type":"string","enum":["infrastructure","platform","application"]},"afterStep":{"minimum":0,"maximum":50,"type":"integer"},"checks":{"type":"array","minItems":1,"maxItems":20,"items":{"type":"object","required":["name","type"],"properties":{"name":{"type":"string","pattern":"^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$","minLength":1,"maxLength":63},"type":{"type":"string","enum":["node_ready","no_node_pressure","mco_stable","openshift_operators_ready","networking_functional","pods_running","endpoints_healthy","workload_available","prometheus_query","external_condition"]},"timeoutSeconds":{"type":["integer","null"],"minimum":1,"maximum":3600},"parameters":{"type":["object","null"],"maxProperties":32},"targets":{"type":["array","null"],"maxItems":64,"items":{"type":"object","required":["apiVersion","kind","name"],"properties":{"apiVersion":{"type":"string","pattern":"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$","maxLength":128},"kind":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"namespace":{"type":["string","null"],"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$","maxLength":63},"name":{"type":"string","pattern":"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$","minLength":1,"maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}}},"additionalProperties":false},"uniqueBy":"name"}},"additionalProperties":false},"uniqueBy":"name"},"rollbackPolicy":{"type":["string","null"],"enum":["OnFailure","Never",null],"default":"OnFailure"},"ttlSecondsAfterFinished":{"type":["integer","null"],"minimum":0,"maximum":31536000},"approvalRequired":{"type":["boolean","null"],"default":false},"suspend":{"type":["boolean","null"],"default":false},"cancel":{"type":["string","null"],"enum":["Stop","Rollback",null]},"approval":{"type":["object","null"],"required":["decision","by"],"properties":{"decision":{"type":"string","enum":["Approved","Denied"]},"by":{"type":"string","minLength":1,"maxLength":253},"at":{"type":["string","null"],"format":"date-time"},"reason":{"type":["string","null"],"maxLength":1024},"specHash":{"type":["string","null"],"pattern":"^[0-9a-f]*$","maxLength":64}},"additionalProperties":false}},"additionalProperties":false},"status":{"type":["object","null"],"properties":{"phase":{"type":["string","null"],"enum":["Pending","AwaitingApproval","Executing","Verifying","RollingBack","Succeeded","Failed","RolledBack","RollbackFailed","Cancelled",null]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"reason":{"type":["string","null"],"pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"message":{"type":["string","null"],"maxLength":2048},"epoch":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"blocked":{"type":["object","null"],"required":["reason","since"],"properties":{"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"since":{"format":"date-time","type":"string"},"until":{"type":["string","null"],"format":"date-time"},"by":{"type":["string","null"],"maxLength":400}},"additionalProperties":false},"progress":{"type":["string","null"],"maxLength":16},"currentStep":{"type":["integer","null"],"minimum":0,"maximum":51},"layerPath":{"type":["string","null"],"maxLength":64},"cause":{"type":["string","null"],"maxLength":400},"rollbackSummary":{"type":["string","null"],"maxLength":253},"specHash":{"type":["string","null"],"maxLength":64},"suspendedAt":{"type":["string","null"],"format":"date-time"},"startedAt":{"type":["string","null"],"format":"date-time"},"finishedAt":{"type":["string","null"],"format":"date-time"},"steps":{"type":["array","null"],"maxItems":50,"items":{"type":"object","required":["name","phase"],"properties":{"name":{"type":"string","maxLength":63},"phase":{"type":"string","enum":["Pending","Running","Waiting","Succeeded","Failed","Skipped","Cancelled"]},"reason":{"type":["string","null"],"pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"message":{"type":["string","null"],"maxLength":1024},"notBefore":{"type":["string","null"],"format":"date-time"},"startedAt":{"type":["string","null"],"format":"date-time"},"finishedAt":{"type":["string","null"],"format":"date-time"},"actionRef":{"type":["object","null"],"required":["name"],"properties":{"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"additionalProperties":false},"uniqueBy":"name"},"checkpoints":{"type":["array","null"],"maxItems":20,"items":{"type":"object","required":["name","layer","result"],"properties":{"name":{"type":"string","maxLength":63},"layer":{"type":"string","enum":["infrastructure","platform","application"]},"startedAt":{"type":["string","null"],"format":"date-time"},"finishedAt":{"type":["string","null"],"format":"date-time"},"pausedSeconds":{"type":["integer","null"],"minimum":0,"maximum":2147483647},"result":{"type":"string","enum":["Pending","Passed","Failed","NotApplicable"]},"checks":{"type":["array","null"],"maxItems":20,"items":{"type":"object","required":["name","type","result"],"properties":{"name":{"type":"string","maxLength":63},"type":{"type":"string","maxLength":63},"result":{"type":"string","enum":["Pending","Passed","Failed","Inconclusive","NotApplicable"]},"message":{"type":["string","null"],"maxLength":1024},"observedAt":{"type":["string","null"],"format":"date-time"}},"additionalProperties":false},"uniqueBy":"name"}},"additionalProperties":false},"uniqueBy":"name"},"rollback":{"type":["array","null"],"maxItems":51,"items":{"type":"object","required":["step","result"],"properties":{"step":{"type":"string","maxLength":63},"result":{"type":"string","enum":["Pending","Undone","Irreversible","Drifted","Failed"]},"message":{"type":["string","null"],"maxLength":1024},"actionRef":{"type":["object","null"],"required":["name"],"properties":{"namespace":{"type":["string","null"],"maxLength":63},"name":{"type":"string","maxLength":253},"uid":{"type":["string","null"],"maxLength":64}},"additionalProperties":false}},"additionalProperties":false},"uniqueBy":"step"},"conditions":{"type":["array","null"],"maxItems":16,"items":{"type":"object","required":["type","status","lastTransitionTime","reason","message"],"properties":{"type":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","maxLength":63},"status":{"type":"string","enum":["True","False","Unknown"]},"observedGeneration":{"type":["integer","null"],"minimum":0,"maximum":9223372036854776000},"lastTransitionTime":{"format":"date-time","type":"string"},"reason":{"type":"string","pattern":"^[A-Z][A-Za-z0-9]*$","minLength":1,"maxLength":63},"message":{"type":"string","maxLength":2048}},"additionalProperties":false},"uniqueBy":"type"}},"additionalProperties":false}}};
const pattern41 = new RegExp("^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$", "u");

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="RemediationPlan" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
if("coordination.selfheal.dev/v1alpha1" !== data.apiVersion){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "coordination.selfheal.dev/v1alpha1"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
if("RemediationPlan" !== data.kind){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "RemediationPlan"},message:"must be equal to constant"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.metadata !== undefined){
let data2 = data.metadata;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key1 in data2){
if(!(func2.call(schema13.properties.metadata.properties, key1))){
const err7 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data2.name !== undefined){
let data3 = data2.name;
if((typeof data3 !== "string") && (data3 !== null)){
const err8 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/type",keyword:"type",params:{type: schema13.properties.metadata.properties.name.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(typeof data3 === "string"){
if(func3(data3) > 63){
const err9 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern0.test(data3)){
const err10 = {instancePath:instancePath+"/metadata/name",schemaPath:"#/properties/metadata/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"+"\""};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data2.namespace !== undefined){
let data4 = data2.namespace;
if((typeof data4 !== "string") && (data4 !== null)){
const err11 = {instancePath:instancePath+"/metadata/namespace",schemaPath:"#/properties/metadata/properties/namespace/type",keyword:"type",params:{type: schema13.properties.metadata.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data2.generateName !== undefined){
let data5 = data2.generateName;
if((typeof data5 !== "string") && (data5 !== null)){
const err12 = {instancePath:instancePath+"/metadata/generateName",schemaPath:"#/properties/metadata/properties/generateName/type",keyword:"type",params:{type: schema13.properties.metadata.properties.generateName.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data2.uid !== undefined){
let data6 = data2.uid;
if((typeof data6 !== "string") && (data6 !== null)){
const err13 = {instancePath:instancePath+"/metadata/uid",schemaPath:"#/properties/metadata/properties/uid/type",keyword:"type",params:{type: schema13.properties.metadata.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data2.resourceVersion !== undefined){
let data7 = data2.resourceVersion;
if((typeof data7 !== "string") && (data7 !== null)){
const err14 = {instancePath:instancePath+"/metadata/resourceVersion",schemaPath:"#/properties/metadata/properties/resourceVersion/type",keyword:"type",params:{type: schema13.properties.metadata.properties.resourceVersion.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data2.generation !== undefined){
let data8 = data2.generation;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (data8 !== null)){
const err15 = {instancePath:instancePath+"/metadata/generation",schemaPath:"#/properties/metadata/properties/generation/type",keyword:"type",params:{type: schema13.properties.metadata.properties.generation.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data2.creationTimestamp !== undefined){
let data9 = data2.creationTimestamp;
if((typeof data9 !== "string") && (data9 !== null)){
const err16 = {instancePath:instancePath+"/metadata/creationTimestamp",schemaPath:"#/properties/metadata/properties/creationTimestamp/type",keyword:"type",params:{type: schema13.properties.metadata.properties.creationTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data2.deletionTimestamp !== undefined){
let data10 = data2.deletionTimestamp;
if((typeof data10 !== "string") && (data10 !== null)){
const err17 = {instancePath:instancePath+"/metadata/deletionTimestamp",schemaPath:"#/properties/metadata/properties/deletionTimestamp/type",keyword:"type",params:{type: schema13.properties.metadata.properties.deletionTimestamp.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data2.deletionGracePeriodSeconds !== undefined){
let data11 = data2.deletionGracePeriodSeconds;
if((!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))) && (data11 !== null)){
const err18 = {instancePath:instancePath+"/metadata/deletionGracePeriodSeconds",schemaPath:"#/properties/metadata/properties/deletionGracePeriodSeconds/type",keyword:"type",params:{type: schema13.properties.metadata.properties.deletionGracePeriodSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data2.selfLink !== undefined){
let data12 = data2.selfLink;
if((typeof data12 !== "string") && (data12 !== null)){
const err19 = {instancePath:instancePath+"/metadata/selfLink",schemaPath:"#/properties/metadata/properties/selfLink/type",keyword:"type",params:{type: schema13.properties.metadata.properties.selfLink.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data2.labels !== undefined){
let data13 = data2.labels;
if((!(data13 && typeof data13 == "object" && !Array.isArray(data13))) && (data13 !== null)){
const err20 = {instancePath:instancePath+"/metadata/labels",schemaPath:"#/properties/metadata/properties/labels/type",keyword:"type",params:{type: schema13.properties.metadata.properties.labels.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key2 in data13){
let data14 = data13[key2];
if((typeof data14 !== "string") && (data14 !== null)){
const err21 = {instancePath:instancePath+"/metadata/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/labels/additionalProperties/type",keyword:"type",params:{type: schema13.properties.metadata.properties.labels.additionalProperties.type},message:"must be string,null"};
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
}
if(data2.annotations !== undefined){
let data15 = data2.annotations;
if((!(data15 && typeof data15 == "object" && !Array.isArray(data15))) && (data15 !== null)){
const err22 = {instancePath:instancePath+"/metadata/annotations",schemaPath:"#/properties/metadata/properties/annotations/type",keyword:"type",params:{type: schema13.properties.metadata.properties.annotations.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(data15 && typeof data15 == "object" && !Array.isArray(data15)){
for(const key3 in data15){
let data16 = data15[key3];
if((typeof data16 !== "string") && (data16 !== null)){
const err23 = {instancePath:instancePath+"/metadata/annotations/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/metadata/properties/annotations/additionalProperties/type",keyword:"type",params:{type: schema13.properties.metadata.properties.annotations.additionalProperties.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
}
if(data2.finalizers !== undefined){
let data17 = data2.finalizers;
if((!(Array.isArray(data17))) && (data17 !== null)){
const err24 = {instancePath:instancePath+"/metadata/finalizers",schemaPath:"#/properties/metadata/properties/finalizers/type",keyword:"type",params:{type: schema13.properties.metadata.properties.finalizers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(Array.isArray(data17)){
const len0 = data17.length;
for(let i0=0; i0<len0; i0++){
if(typeof data17[i0] !== "string"){
const err25 = {instancePath:instancePath+"/metadata/finalizers/" + i0,schemaPath:"#/properties/metadata/properties/finalizers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
}
if(data2.ownerReferences !== undefined){
let data19 = data2.ownerReferences;
if((!(Array.isArray(data19))) && (data19 !== null)){
const err26 = {instancePath:instancePath+"/metadata/ownerReferences",schemaPath:"#/properties/metadata/properties/ownerReferences/type",keyword:"type",params:{type: schema13.properties.metadata.properties.ownerReferences.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.apiVersion === undefined){
const err27 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(data20.kind === undefined){
const err28 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if(data20.name === undefined){
const err29 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if(data20.uid === undefined){
const err30 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/required",keyword:"required",params:{missingProperty: "uid"},message:"must have required property '"+"uid"+"'"};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
for(const key4 in data20){
if(!((((((key4 === "apiVersion") || (key4 === "kind")) || (key4 === "name")) || (key4 === "uid")) || (key4 === "controller")) || (key4 === "blockOwnerDeletion"))){
const err31 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data20.apiVersion !== undefined){
let data21 = data20.apiVersion;
if(typeof data21 === "string"){
if(func3(data21) < 1){
const err32 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err33 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data20.kind !== undefined){
let data22 = data20.kind;
if(typeof data22 === "string"){
if(func3(data22) < 1){
const err34 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
else {
const err35 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/kind",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.name !== undefined){
let data23 = data20.name;
if(typeof data23 === "string"){
if(func3(data23) < 1){
const err36 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/name",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data20.uid !== undefined){
let data24 = data20.uid;
if(typeof data24 === "string"){
if(func3(data24) < 1){
const err38 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
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
const err39 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/uid",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data20.controller !== undefined){
let data25 = data20.controller;
if((typeof data25 !== "boolean") && (data25 !== null)){
const err40 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/controller",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/controller/type",keyword:"type",params:{type: schema13.properties.metadata.properties.ownerReferences.items.properties.controller.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data20.blockOwnerDeletion !== undefined){
let data26 = data20.blockOwnerDeletion;
if((typeof data26 !== "boolean") && (data26 !== null)){
const err41 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1+"/blockOwnerDeletion",schemaPath:"#/properties/metadata/properties/ownerReferences/items/properties/blockOwnerDeletion/type",keyword:"type",params:{type: schema13.properties.metadata.properties.ownerReferences.items.properties.blockOwnerDeletion.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/metadata/ownerReferences/" + i1,schemaPath:"#/properties/metadata/properties/ownerReferences/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
}
if(data2.managedFields !== undefined){
let data27 = data2.managedFields;
if((!(Array.isArray(data27))) && (data27 !== null)){
const err43 = {instancePath:instancePath+"/metadata/managedFields",schemaPath:"#/properties/metadata/properties/managedFields/type",keyword:"type",params:{type: schema13.properties.metadata.properties.managedFields.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(Array.isArray(data27)){
const len2 = data27.length;
for(let i2=0; i2<len2; i2++){
let data28 = data27[i2];
if(!(data28 && typeof data28 == "object" && !Array.isArray(data28))){
const err44 = {instancePath:instancePath+"/metadata/managedFields/" + i2,schemaPath:"#/properties/metadata/properties/managedFields/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/metadata",schemaPath:"#/properties/metadata/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.spec !== undefined){
let data29 = data.spec;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.source === undefined){
data29.source = "manual";
}
if(data29.priority === undefined){
data29.priority = 3;
}
if(data29.rollbackPolicy === undefined){
data29.rollbackPolicy = "OnFailure";
}
if(data29.approvalRequired === undefined){
data29.approvalRequired = false;
}
if(data29.suspend === undefined){
data29.suspend = false;
}
if(data29.steps === undefined){
const err46 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/required",keyword:"required",params:{missingProperty: "steps"},message:"must have required property '"+"steps"+"'"};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
for(const key5 in data29){
if(!(func2.call(schema13.properties.spec.properties, key5))){
const err47 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data29.anomalyRef !== undefined){
let data30 = data29.anomalyRef;
if((!(data30 && typeof data30 == "object" && !Array.isArray(data30))) && (data30 !== null)){
const err48 = {instancePath:instancePath+"/spec/anomalyRef",schemaPath:"#/properties/spec/properties/anomalyRef/type",keyword:"type",params:{type: schema13.properties.spec.properties.anomalyRef.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
if(data30.name === undefined){
const err49 = {instancePath:instancePath+"/spec/anomalyRef",schemaPath:"#/properties/spec/properties/anomalyRef/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
for(const key6 in data30){
if(!(((key6 === "namespace") || (key6 === "name")) || (key6 === "uid"))){
const err50 = {instancePath:instancePath+"/spec/anomalyRef",schemaPath:"#/properties/spec/properties/anomalyRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key6},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data30.namespace !== undefined){
let data31 = data30.namespace;
if((typeof data31 !== "string") && (data31 !== null)){
const err51 = {instancePath:instancePath+"/spec/anomalyRef/namespace",schemaPath:"#/properties/spec/properties/anomalyRef/properties/namespace/type",keyword:"type",params:{type: schema13.properties.spec.properties.anomalyRef.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(typeof data31 === "string"){
if(func3(data31) > 63){
const err52 = {instancePath:instancePath+"/spec/anomalyRef/namespace",schemaPath:"#/properties/spec/properties/anomalyRef/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
}
if(data30.name !== undefined){
let data32 = data30.name;
if(typeof data32 === "string"){
if(func3(data32) > 253){
const err53 = {instancePath:instancePath+"/spec/anomalyRef/name",schemaPath:"#/properties/spec/properties/anomalyRef/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
else {
const err54 = {instancePath:instancePath+"/spec/anomalyRef/name",schemaPath:"#/properties/spec/properties/anomalyRef/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data30.uid !== undefined){
let data33 = data30.uid;
if((typeof data33 !== "string") && (data33 !== null)){
const err55 = {instancePath:instancePath+"/spec/anomalyRef/uid",schemaPath:"#/properties/spec/properties/anomalyRef/properties/uid/type",keyword:"type",params:{type: schema13.properties.spec.properties.anomalyRef.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
if(typeof data33 === "string"){
if(func3(data33) > 64){
const err56 = {instancePath:instancePath+"/spec/anomalyRef/uid",schemaPath:"#/properties/spec/properties/anomalyRef/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
}
}
let data34 = data29.source;
if((typeof data34 !== "string") && (data34 !== null)){
const err57 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/type",keyword:"type",params:{type: schema13.properties.spec.properties.source.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(!((((data34 === "deterministic") || (data34 === "ai_driven")) || (data34 === "manual")) || (data34 === null))){
const err58 = {instancePath:instancePath+"/spec/source",schemaPath:"#/properties/spec/properties/source/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.source.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(data29.confidence !== undefined){
let data35 = data29.confidence;
if((!((typeof data35 == "number") && (isFinite(data35)))) && (data35 !== null)){
const err59 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/type",keyword:"type",params:{type: schema13.properties.spec.properties.confidence.type},message:"must be number,null"};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
if((typeof data35 == "number") && (isFinite(data35))){
if(data35 > 1 || isNaN(data35)){
const err60 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1},message:"must be <= 1"};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
if(data35 < 0 || isNaN(data35)){
const err61 = {instancePath:instancePath+"/spec/confidence",schemaPath:"#/properties/spec/properties/confidence/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
}
let data36 = data29.priority;
if((!(((typeof data36 == "number") && (!(data36 % 1) && !isNaN(data36))) && (isFinite(data36)))) && (data36 !== null)){
const err62 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/type",keyword:"type",params:{type: schema13.properties.spec.properties.priority.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
if((typeof data36 == "number") && (isFinite(data36))){
if(data36 > 5 || isNaN(data36)){
const err63 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 5},message:"must be <= 5"};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
if(data36 < 1 || isNaN(data36)){
const err64 = {instancePath:instancePath+"/spec/priority",schemaPath:"#/properties/spec/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data29.mode !== undefined){
let data37 = data29.mode;
if((typeof data37 !== "string") && (data37 !== null)){
const err65 = {instancePath:instancePath+"/spec/mode",schemaPath:"#/properties/spec/properties/mode/type",keyword:"type",params:{type: schema13.properties.spec.properties.mode.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
if(!(((((data37 === "Automatic") || (data37 === "Approval")) || (data37 === "DryRun")) || (data37 === "Observe")) || (data37 === null))){
const err66 = {instancePath:instancePath+"/spec/mode",schemaPath:"#/properties/spec/properties/mode/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.mode.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data29.requestedBy !== undefined){
let data38 = data29.requestedBy;
if((typeof data38 !== "string") && (data38 !== null)){
const err67 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/type",keyword:"type",params:{type: schema13.properties.spec.properties.requestedBy.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
if(typeof data38 === "string"){
if(func3(data38) > 253){
const err68 = {instancePath:instancePath+"/spec/requestedBy",schemaPath:"#/properties/spec/properties/requestedBy/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
}
if(data29.layers !== undefined){
let data39 = data29.layers;
if((!(Array.isArray(data39))) && (data39 !== null)){
const err69 = {instancePath:instancePath+"/spec/layers",schemaPath:"#/properties/spec/properties/layers/type",keyword:"type",params:{type: schema13.properties.spec.properties.layers.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
if(Array.isArray(data39)){
if(data39.length > 3){
const err70 = {instancePath:instancePath+"/spec/layers",schemaPath:"#/properties/spec/properties/layers/maxItems",keyword:"maxItems",params:{limit: 3},message:"must NOT have more than 3 items"};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
const len3 = data39.length;
for(let i3=0; i3<len3; i3++){
let data40 = data39[i3];
if(typeof data40 !== "string"){
const err71 = {instancePath:instancePath+"/spec/layers/" + i3,schemaPath:"#/properties/spec/properties/layers/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
if(!(((data40 === "infrastructure") || (data40 === "platform")) || (data40 === "application"))){
const err72 = {instancePath:instancePath+"/spec/layers/" + i3,schemaPath:"#/properties/spec/properties/layers/items/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.layers.items.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
let i4 = data39.length;
let j0;
if(i4 > 1){
const indices0 = {};
for(;i4--;){
let item0 = data39[i4];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err73 = {instancePath:instancePath+"/spec/layers",schemaPath:"#/properties/spec/properties/layers/uniqueItems",keyword:"uniqueItems",params:{i: i4, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i4+" are identical)"};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
break;
}
indices0[item0] = i4;
}
}
}
}
if(data29.steps !== undefined){
let data41 = data29.steps;
if(Array.isArray(data41)){
if(data41.length > 50){
const err74 = {instancePath:instancePath+"/spec/steps",schemaPath:"#/properties/spec/properties/steps/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items"};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
if(data41.length < 1){
const err75 = {instancePath:instancePath+"/spec/steps",schemaPath:"#/properties/spec/properties/steps/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
const len4 = data41.length;
for(let i5=0; i5<len4; i5++){
let data42 = data41[i5];
if(data42 && typeof data42 == "object" && !Array.isArray(data42)){
if(data42.required === undefined){
data42.required = true;
}
if(data42.name === undefined){
const err76 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
if(data42.layer === undefined){
const err77 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/required",keyword:"required",params:{missingProperty: "layer"},message:"must have required property '"+"layer"+"'"};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
if(data42.order === undefined){
const err78 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/required",keyword:"required",params:{missingProperty: "order"},message:"must have required property '"+"order"+"'"};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
if(data42.action === undefined){
const err79 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/required",keyword:"required",params:{missingProperty: "action"},message:"must have required property '"+"action"+"'"};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
if(data42.undo === undefined){
const err80 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/required",keyword:"required",params:{missingProperty: "undo"},message:"must have required property '"+"undo"+"'"};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
for(const key7 in data42){
if(!(func2.call(schema13.properties.spec.properties.steps.items.properties, key7))){
const err81 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key7},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data42.name !== undefined){
let data43 = data42.name;
if(typeof data43 === "string"){
if(func3(data43) > 63){
const err82 = {instancePath:instancePath+"/spec/steps/" + i5+"/name",schemaPath:"#/properties/spec/properties/steps/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
if(func3(data43) < 1){
const err83 = {instancePath:instancePath+"/spec/steps/" + i5+"/name",schemaPath:"#/properties/spec/properties/steps/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(!pattern4.test(data43)){
const err84 = {instancePath:instancePath+"/spec/steps/" + i5+"/name",schemaPath:"#/properties/spec/properties/steps/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
}
else {
const err85 = {instancePath:instancePath+"/spec/steps/" + i5+"/name",schemaPath:"#/properties/spec/properties/steps/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data42.layer !== undefined){
let data44 = data42.layer;
if(typeof data44 !== "string"){
const err86 = {instancePath:instancePath+"/spec/steps/" + i5+"/layer",schemaPath:"#/properties/spec/properties/steps/items/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
if(!(((data44 === "infrastructure") || (data44 === "platform")) || (data44 === "application"))){
const err87 = {instancePath:instancePath+"/spec/steps/" + i5+"/layer",schemaPath:"#/properties/spec/properties/steps/items/properties/layer/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.steps.items.properties.layer.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data42.order !== undefined){
let data45 = data42.order;
if(!(((typeof data45 == "number") && (!(data45 % 1) && !isNaN(data45))) && (isFinite(data45)))){
const err88 = {instancePath:instancePath+"/spec/steps/" + i5+"/order",schemaPath:"#/properties/spec/properties/steps/items/properties/order/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
if((typeof data45 == "number") && (isFinite(data45))){
if(data45 > 50 || isNaN(data45)){
const err89 = {instancePath:instancePath+"/spec/steps/" + i5+"/order",schemaPath:"#/properties/spec/properties/steps/items/properties/order/maximum",keyword:"maximum",params:{comparison: "<=", limit: 50},message:"must be <= 50"};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
if(data45 < 1 || isNaN(data45)){
const err90 = {instancePath:instancePath+"/spec/steps/" + i5+"/order",schemaPath:"#/properties/spec/properties/steps/items/properties/order/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
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
if(data42.description !== undefined){
let data46 = data42.description;
if((typeof data46 !== "string") && (data46 !== null)){
const err91 = {instancePath:instancePath+"/spec/steps/" + i5+"/description",schemaPath:"#/properties/spec/properties/steps/items/properties/description/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.description.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
if(typeof data46 === "string"){
if(func3(data46) > 1024){
const err92 = {instancePath:instancePath+"/spec/steps/" + i5+"/description",schemaPath:"#/properties/spec/properties/steps/items/properties/description/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
}
}
if(data42.waitSeconds !== undefined){
let data47 = data42.waitSeconds;
if((!(((typeof data47 == "number") && (!(data47 % 1) && !isNaN(data47))) && (isFinite(data47)))) && (data47 !== null)){
const err93 = {instancePath:instancePath+"/spec/steps/" + i5+"/waitSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/waitSeconds/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.waitSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if((typeof data47 == "number") && (isFinite(data47))){
if(data47 > 86400 || isNaN(data47)){
const err94 = {instancePath:instancePath+"/spec/steps/" + i5+"/waitSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/waitSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
if(data47 < 0 || isNaN(data47)){
const err95 = {instancePath:instancePath+"/spec/steps/" + i5+"/waitSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/waitSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
}
if(data42.timeoutSeconds !== undefined){
let data48 = data42.timeoutSeconds;
if((!(((typeof data48 == "number") && (!(data48 % 1) && !isNaN(data48))) && (isFinite(data48)))) && (data48 !== null)){
const err96 = {instancePath:instancePath+"/spec/steps/" + i5+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/timeoutSeconds/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.timeoutSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
if((typeof data48 == "number") && (isFinite(data48))){
if(data48 > 86400 || isNaN(data48)){
const err97 = {instancePath:instancePath+"/spec/steps/" + i5+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/timeoutSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 86400},message:"must be <= 86400"};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
if(data48 < 1 || isNaN(data48)){
const err98 = {instancePath:instancePath+"/spec/steps/" + i5+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/steps/items/properties/timeoutSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
}
let data49 = data42.required;
if((typeof data49 !== "boolean") && (data49 !== null)){
const err99 = {instancePath:instancePath+"/spec/steps/" + i5+"/required",schemaPath:"#/properties/spec/properties/steps/items/properties/required/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.required.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
if(data42.undo !== undefined){
let data50 = data42.undo;
if(typeof data50 !== "string"){
const err100 = {instancePath:instancePath+"/spec/steps/" + i5+"/undo",schemaPath:"#/properties/spec/properties/steps/items/properties/undo/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(!((((data50 === "Reversible") || (data50 === "Partial")) || (data50 === "Irreversible")) || (data50 === "None"))){
const err101 = {instancePath:instancePath+"/spec/steps/" + i5+"/undo",schemaPath:"#/properties/spec/properties/steps/items/properties/undo/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.steps.items.properties.undo.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
}
if(data42.action !== undefined){
let data51 = data42.action;
if(data51 && typeof data51 == "object" && !Array.isArray(data51)){
if(data51.type === undefined){
const err102 = {instancePath:instancePath+"/spec/steps/" + i5+"/action",schemaPath:"#/properties/spec/properties/steps/items/properties/action/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
if(data51.operation === undefined){
const err103 = {instancePath:instancePath+"/spec/steps/" + i5+"/action",schemaPath:"#/properties/spec/properties/steps/items/properties/action/required",keyword:"required",params:{missingProperty: "operation"},message:"must have required property '"+"operation"+"'"};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
if(data51.target === undefined){
const err104 = {instancePath:instancePath+"/spec/steps/" + i5+"/action",schemaPath:"#/properties/spec/properties/steps/items/properties/action/required",keyword:"required",params:{missingProperty: "target"},message:"must have required property '"+"target"+"'"};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
for(const key8 in data51){
if(!((((key8 === "type") || (key8 === "operation")) || (key8 === "parameters")) || (key8 === "target"))){
const err105 = {instancePath:instancePath+"/spec/steps/" + i5+"/action",schemaPath:"#/properties/spec/properties/steps/items/properties/action/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key8},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
if(data51.type !== undefined){
let data52 = data51.type;
if(typeof data52 !== "string"){
const err106 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/type",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
if(!((((((data52 === "node_remediation") || (data52 === "resource_scaling")) || (data52 === "application_remediation")) || (data52 === "platform_remediation")) || (data52 === "model_inference")) || (data52 === "alert_correlation"))){
const err107 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/type",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/type/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.steps.items.properties.action.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data51.operation !== undefined){
let data53 = data51.operation;
if(typeof data53 !== "string"){
const err108 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/operation",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/operation/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
if(!((((((((((((((((((((((data53 === "monitor_mco") || (data53 === "cordon_node")) || (data53 === "uncordon_node")) || (data53 === "drain_node")) || (data53 === "drain_and_reboot_node")) || (data53 === "restart_kubelet")) || (data53 === "rollback_machine_config")) || (data53 === "add_node_capacity")) || (data53 === "observe")) || (data53 === "scale_workload")) || (data53 === "update_resources")) || (data53 === "restart_deployment")) || (data53 === "delete_pod")) || (data53 === "rollout_undo")) || (data53 === "argocd_sync")) || (data53 === "helm_rollback")) || (data53 === "reconcile_owner")) || (data53 === "run_job")) || (data53 === "restart_operator")) || (data53 === "monitor_cluster_operator")) || (data53 === "predict")) || (data53 === "correlate"))){
const err109 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/operation",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/operation/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.steps.items.properties.action.properties.operation.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
if(data51.parameters !== undefined){
let data54 = data51.parameters;
if((!(data54 && typeof data54 == "object" && !Array.isArray(data54))) && (data54 !== null)){
const err110 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/parameters",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/parameters/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.action.properties.parameters.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
if(Object.keys(data54).length > 32){
const err111 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/parameters",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
if(data51.target !== undefined){
let data55 = data51.target;
if(data55 && typeof data55 == "object" && !Array.isArray(data55)){
if(data55.apiVersion === undefined){
const err112 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
if(data55.kind === undefined){
const err113 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
if(data55.name === undefined){
const err114 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
for(const key9 in data55){
if(!(((((key9 === "apiVersion") || (key9 === "kind")) || (key9 === "namespace")) || (key9 === "name")) || (key9 === "uid"))){
const err115 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key9},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
if(data55.apiVersion !== undefined){
let data56 = data55.apiVersion;
if(typeof data56 === "string"){
if(func3(data56) > 128){
const err116 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/apiVersion",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
if(!pattern2.test(data56)){
const err117 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/apiVersion",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
else {
const err118 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/apiVersion",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data55.kind !== undefined){
let data57 = data55.kind;
if(typeof data57 === "string"){
if(func3(data57) > 63){
const err119 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/kind",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
if(!pattern3.test(data57)){
const err120 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/kind",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
else {
const err121 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/kind",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
if(data55.namespace !== undefined){
let data58 = data55.namespace;
if((typeof data58 !== "string") && (data58 !== null)){
const err122 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/namespace",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/namespace/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.action.properties.target.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
if(typeof data58 === "string"){
if(func3(data58) > 63){
const err123 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/namespace",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(!pattern4.test(data58)){
const err124 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/namespace",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
}
}
if(data55.name !== undefined){
let data59 = data55.name;
if(typeof data59 === "string"){
if(func3(data59) > 253){
const err125 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/name",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
if(func3(data59) < 1){
const err126 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/name",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
if(!pattern5.test(data59)){
const err127 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/name",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
}
else {
const err128 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/name",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
if(data55.uid !== undefined){
let data60 = data55.uid;
if((typeof data60 !== "string") && (data60 !== null)){
const err129 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/uid",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/uid/type",keyword:"type",params:{type: schema13.properties.spec.properties.steps.items.properties.action.properties.target.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
if(typeof data60 === "string"){
if(func3(data60) > 64){
const err130 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target/uid",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
}
}
else {
const err131 = {instancePath:instancePath+"/spec/steps/" + i5+"/action/target",schemaPath:"#/properties/spec/properties/steps/items/properties/action/properties/target/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath:instancePath+"/spec/steps/" + i5+"/action",schemaPath:"#/properties/spec/properties/steps/items/properties/action/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
}
else {
const err133 = {instancePath:instancePath+"/spec/steps/" + i5,schemaPath:"#/properties/spec/properties/steps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
}
if(new Set(data41.map((item) => item?.["name"])).size < data41.length){
const err134 = {instancePath:instancePath+"/spec/steps",schemaPath:"#/properties/spec/properties/steps/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
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
const err135 = {instancePath:instancePath+"/spec/steps",schemaPath:"#/properties/spec/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data29.checkpoints !== undefined){
let data61 = data29.checkpoints;
if((!(Array.isArray(data61))) && (data61 !== null)){
const err136 = {instancePath:instancePath+"/spec/checkpoints",schemaPath:"#/properties/spec/properties/checkpoints/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
if(Array.isArray(data61)){
if(data61.length > 20){
const err137 = {instancePath:instancePath+"/spec/checkpoints",schemaPath:"#/properties/spec/properties/checkpoints/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
const len5 = data61.length;
for(let i6=0; i6<len5; i6++){
let data62 = data61[i6];
if(data62 && typeof data62 == "object" && !Array.isArray(data62)){
if(data62.name === undefined){
const err138 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
if(data62.layer === undefined){
const err139 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "layer"},message:"must have required property '"+"layer"+"'"};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
if(data62.afterStep === undefined){
const err140 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "afterStep"},message:"must have required property '"+"afterStep"+"'"};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(data62.checks === undefined){
const err141 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "checks"},message:"must have required property '"+"checks"+"'"};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
for(const key10 in data62){
if(!((((key10 === "name") || (key10 === "layer")) || (key10 === "afterStep")) || (key10 === "checks"))){
const err142 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key10},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data62.name !== undefined){
let data63 = data62.name;
if(typeof data63 === "string"){
if(func3(data63) > 63){
const err143 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
if(func3(data63) < 1){
const err144 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
if(!pattern4.test(data63)){
const err145 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
}
else {
const err146 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
}
if(data62.layer !== undefined){
let data64 = data62.layer;
if(typeof data64 !== "string"){
const err147 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/layer",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
if(!(((data64 === "infrastructure") || (data64 === "platform")) || (data64 === "application"))){
const err148 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/layer",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/layer/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.checkpoints.items.properties.layer.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
if(data62.afterStep !== undefined){
let data65 = data62.afterStep;
if(!(((typeof data65 == "number") && (!(data65 % 1) && !isNaN(data65))) && (isFinite(data65)))){
const err149 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/afterStep",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/afterStep/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
if((typeof data65 == "number") && (isFinite(data65))){
if(data65 > 50 || isNaN(data65)){
const err150 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/afterStep",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/afterStep/maximum",keyword:"maximum",params:{comparison: "<=", limit: 50},message:"must be <= 50"};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(data65 < 0 || isNaN(data65)){
const err151 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/afterStep",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/afterStep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
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
if(data62.checks !== undefined){
let data66 = data62.checks;
if(Array.isArray(data66)){
if(data66.length > 20){
const err152 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
if(data66.length < 1){
const err153 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/minItems",keyword:"minItems",params:{limit: 1},message:"must NOT have fewer than 1 items"};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
const len6 = data66.length;
for(let i7=0; i7<len6; i7++){
let data67 = data66[i7];
if(data67 && typeof data67 == "object" && !Array.isArray(data67)){
if(data67.name === undefined){
const err154 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data67.type === undefined){
const err155 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
for(const key11 in data67){
if(!(((((key11 === "name") || (key11 === "type")) || (key11 === "timeoutSeconds")) || (key11 === "parameters")) || (key11 === "targets"))){
const err156 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key11},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data67.name !== undefined){
let data68 = data67.name;
if(typeof data68 === "string"){
if(func3(data68) > 63){
const err157 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
if(func3(data68) < 1){
const err158 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
if(!pattern41.test(data68)){
const err159 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
}
else {
const err160 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
if(data67.type !== undefined){
let data69 = data67.type;
if(typeof data69 !== "string"){
const err161 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/type",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
if(!((((((((((data69 === "node_ready") || (data69 === "no_node_pressure")) || (data69 === "mco_stable")) || (data69 === "openshift_operators_ready")) || (data69 === "networking_functional")) || (data69 === "pods_running")) || (data69 === "endpoints_healthy")) || (data69 === "workload_available")) || (data69 === "prometheus_query")) || (data69 === "external_condition"))){
const err162 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/type",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.type.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
if(data67.timeoutSeconds !== undefined){
let data70 = data67.timeoutSeconds;
if((!(((typeof data70 == "number") && (!(data70 % 1) && !isNaN(data70))) && (isFinite(data70)))) && (data70 !== null)){
const err163 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/timeoutSeconds/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.timeoutSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
if((typeof data70 == "number") && (isFinite(data70))){
if(data70 > 3600 || isNaN(data70)){
const err164 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/timeoutSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 3600},message:"must be <= 3600"};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
if(data70 < 1 || isNaN(data70)){
const err165 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/timeoutSeconds",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/timeoutSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
}
if(data67.parameters !== undefined){
let data71 = data67.parameters;
if((!(data71 && typeof data71 == "object" && !Array.isArray(data71))) && (data71 !== null)){
const err166 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/parameters",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/parameters/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.parameters.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if(data71 && typeof data71 == "object" && !Array.isArray(data71)){
if(Object.keys(data71).length > 32){
const err167 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/parameters",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/parameters/maxProperties",keyword:"maxProperties",params:{limit: 32},message:"must NOT have more than 32 properties"};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
}
if(data67.targets !== undefined){
let data72 = data67.targets;
if((!(Array.isArray(data72))) && (data72 !== null)){
const err168 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.targets.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
if(Array.isArray(data72)){
if(data72.length > 64){
const err169 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/maxItems",keyword:"maxItems",params:{limit: 64},message:"must NOT have more than 64 items"};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
const len7 = data72.length;
for(let i8=0; i8<len7; i8++){
let data73 = data72[i8];
if(data73 && typeof data73 == "object" && !Array.isArray(data73)){
if(data73.apiVersion === undefined){
const err170 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'"};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
if(data73.kind === undefined){
const err171 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'"};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
if(data73.name === undefined){
const err172 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
for(const key12 in data73){
if(!(((((key12 === "apiVersion") || (key12 === "kind")) || (key12 === "namespace")) || (key12 === "name")) || (key12 === "uid"))){
const err173 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key12},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
}
if(data73.apiVersion !== undefined){
let data74 = data73.apiVersion;
if(typeof data74 === "string"){
if(func3(data74) > 128){
const err174 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/apiVersion",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/apiVersion/maxLength",keyword:"maxLength",params:{limit: 128},message:"must NOT have more than 128 characters"};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
if(!pattern2.test(data74)){
const err175 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/apiVersion",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/apiVersion/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"},message:"must match pattern \""+"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9]+((alpha|beta)[0-9]+)?$"+"\""};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
else {
const err176 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/apiVersion",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
if(data73.kind !== undefined){
let data75 = data73.kind;
if(typeof data75 === "string"){
if(func3(data75) > 63){
const err177 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/kind",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/kind/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
if(!pattern3.test(data75)){
const err178 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/kind",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/kind/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
else {
const err179 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/kind",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
if(data73.namespace !== undefined){
let data76 = data73.namespace;
if((typeof data76 !== "string") && (data76 !== null)){
const err180 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/namespace",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/namespace/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.targets.items.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
if(typeof data76 === "string"){
if(func3(data76) > 63){
const err181 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/namespace",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
if(!pattern4.test(data76)){
const err182 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/namespace",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
}
if(data73.name !== undefined){
let data77 = data73.name;
if(typeof data77 === "string"){
if(func3(data77) > 253){
const err183 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
if(func3(data77) < 1){
const err184 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
if(!pattern5.test(data77)){
const err185 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/name/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"+"\""};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
}
else {
const err186 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/name",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err186];
}
else {
vErrors.push(err186);
}
errors++;
}
}
if(data73.uid !== undefined){
let data78 = data73.uid;
if((typeof data78 !== "string") && (data78 !== null)){
const err187 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/uid",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/uid/type",keyword:"type",params:{type: schema13.properties.spec.properties.checkpoints.items.properties.checks.items.properties.targets.items.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err187];
}
else {
vErrors.push(err187);
}
errors++;
}
if(typeof data78 === "string"){
if(func3(data78) > 64){
const err188 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8+"/uid",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err188];
}
else {
vErrors.push(err188);
}
errors++;
}
}
}
}
else {
const err189 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7+"/targets/" + i8,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/properties/targets/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err189];
}
else {
vErrors.push(err189);
}
errors++;
}
}
}
}
}
else {
const err190 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks/" + i7,schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err190];
}
else {
vErrors.push(err190);
}
errors++;
}
}
if(new Set(data66.map((item) => item?.["name"])).size < data66.length){
const err191 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
if(vErrors === null){
vErrors = [err191];
}
else {
vErrors.push(err191);
}
errors++;
}
}
else {
const err192 = {instancePath:instancePath+"/spec/checkpoints/" + i6+"/checks",schemaPath:"#/properties/spec/properties/checkpoints/items/properties/checks/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err192];
}
else {
vErrors.push(err192);
}
errors++;
}
}
}
else {
const err193 = {instancePath:instancePath+"/spec/checkpoints/" + i6,schemaPath:"#/properties/spec/properties/checkpoints/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err193];
}
else {
vErrors.push(err193);
}
errors++;
}
}
if(new Set(data61.map((item) => item?.["name"])).size < data61.length){
const err194 = {instancePath:instancePath+"/spec/checkpoints",schemaPath:"#/properties/spec/properties/checkpoints/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
if(vErrors === null){
vErrors = [err194];
}
else {
vErrors.push(err194);
}
errors++;
}
}
}
let data79 = data29.rollbackPolicy;
if((typeof data79 !== "string") && (data79 !== null)){
const err195 = {instancePath:instancePath+"/spec/rollbackPolicy",schemaPath:"#/properties/spec/properties/rollbackPolicy/type",keyword:"type",params:{type: schema13.properties.spec.properties.rollbackPolicy.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err195];
}
else {
vErrors.push(err195);
}
errors++;
}
if(!(((data79 === "OnFailure") || (data79 === "Never")) || (data79 === null))){
const err196 = {instancePath:instancePath+"/spec/rollbackPolicy",schemaPath:"#/properties/spec/properties/rollbackPolicy/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.rollbackPolicy.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err196];
}
else {
vErrors.push(err196);
}
errors++;
}
if(data29.ttlSecondsAfterFinished !== undefined){
let data80 = data29.ttlSecondsAfterFinished;
if((!(((typeof data80 == "number") && (!(data80 % 1) && !isNaN(data80))) && (isFinite(data80)))) && (data80 !== null)){
const err197 = {instancePath:instancePath+"/spec/ttlSecondsAfterFinished",schemaPath:"#/properties/spec/properties/ttlSecondsAfterFinished/type",keyword:"type",params:{type: schema13.properties.spec.properties.ttlSecondsAfterFinished.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err197];
}
else {
vErrors.push(err197);
}
errors++;
}
if((typeof data80 == "number") && (isFinite(data80))){
if(data80 > 31536000 || isNaN(data80)){
const err198 = {instancePath:instancePath+"/spec/ttlSecondsAfterFinished",schemaPath:"#/properties/spec/properties/ttlSecondsAfterFinished/maximum",keyword:"maximum",params:{comparison: "<=", limit: 31536000},message:"must be <= 31536000"};
if(vErrors === null){
vErrors = [err198];
}
else {
vErrors.push(err198);
}
errors++;
}
if(data80 < 0 || isNaN(data80)){
const err199 = {instancePath:instancePath+"/spec/ttlSecondsAfterFinished",schemaPath:"#/properties/spec/properties/ttlSecondsAfterFinished/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err199];
}
else {
vErrors.push(err199);
}
errors++;
}
}
}
let data81 = data29.approvalRequired;
if((typeof data81 !== "boolean") && (data81 !== null)){
const err200 = {instancePath:instancePath+"/spec/approvalRequired",schemaPath:"#/properties/spec/properties/approvalRequired/type",keyword:"type",params:{type: schema13.properties.spec.properties.approvalRequired.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err200];
}
else {
vErrors.push(err200);
}
errors++;
}
let data82 = data29.suspend;
if((typeof data82 !== "boolean") && (data82 !== null)){
const err201 = {instancePath:instancePath+"/spec/suspend",schemaPath:"#/properties/spec/properties/suspend/type",keyword:"type",params:{type: schema13.properties.spec.properties.suspend.type},message:"must be boolean,null"};
if(vErrors === null){
vErrors = [err201];
}
else {
vErrors.push(err201);
}
errors++;
}
if(data29.cancel !== undefined){
let data83 = data29.cancel;
if((typeof data83 !== "string") && (data83 !== null)){
const err202 = {instancePath:instancePath+"/spec/cancel",schemaPath:"#/properties/spec/properties/cancel/type",keyword:"type",params:{type: schema13.properties.spec.properties.cancel.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err202];
}
else {
vErrors.push(err202);
}
errors++;
}
if(!(((data83 === "Stop") || (data83 === "Rollback")) || (data83 === null))){
const err203 = {instancePath:instancePath+"/spec/cancel",schemaPath:"#/properties/spec/properties/cancel/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.cancel.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err203];
}
else {
vErrors.push(err203);
}
errors++;
}
}
if(data29.approval !== undefined){
let data84 = data29.approval;
if((!(data84 && typeof data84 == "object" && !Array.isArray(data84))) && (data84 !== null)){
const err204 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/type",keyword:"type",params:{type: schema13.properties.spec.properties.approval.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err204];
}
else {
vErrors.push(err204);
}
errors++;
}
if(data84 && typeof data84 == "object" && !Array.isArray(data84)){
if(data84.decision === undefined){
const err205 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/required",keyword:"required",params:{missingProperty: "decision"},message:"must have required property '"+"decision"+"'"};
if(vErrors === null){
vErrors = [err205];
}
else {
vErrors.push(err205);
}
errors++;
}
if(data84.by === undefined){
const err206 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'"};
if(vErrors === null){
vErrors = [err206];
}
else {
vErrors.push(err206);
}
errors++;
}
for(const key13 in data84){
if(!(((((key13 === "decision") || (key13 === "by")) || (key13 === "at")) || (key13 === "reason")) || (key13 === "specHash"))){
const err207 = {instancePath:instancePath+"/spec/approval",schemaPath:"#/properties/spec/properties/approval/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key13},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err207];
}
else {
vErrors.push(err207);
}
errors++;
}
}
if(data84.decision !== undefined){
let data85 = data84.decision;
if(typeof data85 !== "string"){
const err208 = {instancePath:instancePath+"/spec/approval/decision",schemaPath:"#/properties/spec/properties/approval/properties/decision/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err208];
}
else {
vErrors.push(err208);
}
errors++;
}
if(!((data85 === "Approved") || (data85 === "Denied"))){
const err209 = {instancePath:instancePath+"/spec/approval/decision",schemaPath:"#/properties/spec/properties/approval/properties/decision/enum",keyword:"enum",params:{allowedValues: schema13.properties.spec.properties.approval.properties.decision.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err209];
}
else {
vErrors.push(err209);
}
errors++;
}
}
if(data84.by !== undefined){
let data86 = data84.by;
if(typeof data86 === "string"){
if(func3(data86) > 253){
const err210 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err210];
}
else {
vErrors.push(err210);
}
errors++;
}
if(func3(data86) < 1){
const err211 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err211];
}
else {
vErrors.push(err211);
}
errors++;
}
}
else {
const err212 = {instancePath:instancePath+"/spec/approval/by",schemaPath:"#/properties/spec/properties/approval/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err212];
}
else {
vErrors.push(err212);
}
errors++;
}
}
if(data84.at !== undefined){
let data87 = data84.at;
if((typeof data87 !== "string") && (data87 !== null)){
const err213 = {instancePath:instancePath+"/spec/approval/at",schemaPath:"#/properties/spec/properties/approval/properties/at/type",keyword:"type",params:{type: schema13.properties.spec.properties.approval.properties.at.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err213];
}
else {
vErrors.push(err213);
}
errors++;
}
if(typeof data87 === "string"){
if(!(formats0.test(data87))){
const err214 = {instancePath:instancePath+"/spec/approval/at",schemaPath:"#/properties/spec/properties/approval/properties/at/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err214];
}
else {
vErrors.push(err214);
}
errors++;
}
}
}
if(data84.reason !== undefined){
let data88 = data84.reason;
if((typeof data88 !== "string") && (data88 !== null)){
const err215 = {instancePath:instancePath+"/spec/approval/reason",schemaPath:"#/properties/spec/properties/approval/properties/reason/type",keyword:"type",params:{type: schema13.properties.spec.properties.approval.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err215];
}
else {
vErrors.push(err215);
}
errors++;
}
if(typeof data88 === "string"){
if(func3(data88) > 1024){
const err216 = {instancePath:instancePath+"/spec/approval/reason",schemaPath:"#/properties/spec/properties/approval/properties/reason/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err216];
}
else {
vErrors.push(err216);
}
errors++;
}
}
}
if(data84.specHash !== undefined){
let data89 = data84.specHash;
if((typeof data89 !== "string") && (data89 !== null)){
const err217 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/type",keyword:"type",params:{type: schema13.properties.spec.properties.approval.properties.specHash.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err217];
}
else {
vErrors.push(err217);
}
errors++;
}
if(typeof data89 === "string"){
if(func3(data89) > 64){
const err218 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err218];
}
else {
vErrors.push(err218);
}
errors++;
}
if(!pattern28.test(data89)){
const err219 = {instancePath:instancePath+"/spec/approval/specHash",schemaPath:"#/properties/spec/properties/approval/properties/specHash/pattern",keyword:"pattern",params:{pattern: "^[0-9a-f]*$"},message:"must match pattern \""+"^[0-9a-f]*$"+"\""};
if(vErrors === null){
vErrors = [err219];
}
else {
vErrors.push(err219);
}
errors++;
}
}
}
}
}
}
else {
const err220 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err220];
}
else {
vErrors.push(err220);
}
errors++;
}
}
if(data.status !== undefined){
let data90 = data.status;
if((!(data90 && typeof data90 == "object" && !Array.isArray(data90))) && (data90 !== null)){
const err221 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: schema13.properties.status.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err221];
}
else {
vErrors.push(err221);
}
errors++;
}
if(data90 && typeof data90 == "object" && !Array.isArray(data90)){
for(const key14 in data90){
if(!(func2.call(schema13.properties.status.properties, key14))){
const err222 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key14},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err222];
}
else {
vErrors.push(err222);
}
errors++;
}
}
if(data90.phase !== undefined){
let data91 = data90.phase;
if((typeof data91 !== "string") && (data91 !== null)){
const err223 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/type",keyword:"type",params:{type: schema13.properties.status.properties.phase.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err223];
}
else {
vErrors.push(err223);
}
errors++;
}
if(!(((((((((((data91 === "Pending") || (data91 === "AwaitingApproval")) || (data91 === "Executing")) || (data91 === "Verifying")) || (data91 === "RollingBack")) || (data91 === "Succeeded")) || (data91 === "Failed")) || (data91 === "RolledBack")) || (data91 === "RollbackFailed")) || (data91 === "Cancelled")) || (data91 === null))){
const err224 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.phase.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err224];
}
else {
vErrors.push(err224);
}
errors++;
}
}
if(data90.observedGeneration !== undefined){
let data92 = data90.observedGeneration;
if((!(((typeof data92 == "number") && (!(data92 % 1) && !isNaN(data92))) && (isFinite(data92)))) && (data92 !== null)){
const err225 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/type",keyword:"type",params:{type: schema13.properties.status.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err225];
}
else {
vErrors.push(err225);
}
errors++;
}
if((typeof data92 == "number") && (isFinite(data92))){
if(data92 > 9223372036854776000 || isNaN(data92)){
const err226 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err226];
}
else {
vErrors.push(err226);
}
errors++;
}
if(data92 < 0 || isNaN(data92)){
const err227 = {instancePath:instancePath+"/status/observedGeneration",schemaPath:"#/properties/status/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err227];
}
else {
vErrors.push(err227);
}
errors++;
}
}
}
if(data90.reason !== undefined){
let data93 = data90.reason;
if((typeof data93 !== "string") && (data93 !== null)){
const err228 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/type",keyword:"type",params:{type: schema13.properties.status.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err228];
}
else {
vErrors.push(err228);
}
errors++;
}
if(typeof data93 === "string"){
if(func3(data93) > 63){
const err229 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err229];
}
else {
vErrors.push(err229);
}
errors++;
}
if(!pattern3.test(data93)){
const err230 = {instancePath:instancePath+"/status/reason",schemaPath:"#/properties/status/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err230];
}
else {
vErrors.push(err230);
}
errors++;
}
}
}
if(data90.message !== undefined){
let data94 = data90.message;
if((typeof data94 !== "string") && (data94 !== null)){
const err231 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/type",keyword:"type",params:{type: schema13.properties.status.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err231];
}
else {
vErrors.push(err231);
}
errors++;
}
if(typeof data94 === "string"){
if(func3(data94) > 2048){
const err232 = {instancePath:instancePath+"/status/message",schemaPath:"#/properties/status/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
if(vErrors === null){
vErrors = [err232];
}
else {
vErrors.push(err232);
}
errors++;
}
}
}
if(data90.epoch !== undefined){
let data95 = data90.epoch;
if((!(((typeof data95 == "number") && (!(data95 % 1) && !isNaN(data95))) && (isFinite(data95)))) && (data95 !== null)){
const err233 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/type",keyword:"type",params:{type: schema13.properties.status.properties.epoch.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err233];
}
else {
vErrors.push(err233);
}
errors++;
}
if((typeof data95 == "number") && (isFinite(data95))){
if(data95 > 9223372036854776000 || isNaN(data95)){
const err234 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err234];
}
else {
vErrors.push(err234);
}
errors++;
}
if(data95 < 0 || isNaN(data95)){
const err235 = {instancePath:instancePath+"/status/epoch",schemaPath:"#/properties/status/properties/epoch/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err235];
}
else {
vErrors.push(err235);
}
errors++;
}
}
}
if(data90.blocked !== undefined){
let data96 = data90.blocked;
if((!(data96 && typeof data96 == "object" && !Array.isArray(data96))) && (data96 !== null)){
const err236 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/type",keyword:"type",params:{type: schema13.properties.status.properties.blocked.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err236];
}
else {
vErrors.push(err236);
}
errors++;
}
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.reason === undefined){
const err237 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err237];
}
else {
vErrors.push(err237);
}
errors++;
}
if(data96.since === undefined){
const err238 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/required",keyword:"required",params:{missingProperty: "since"},message:"must have required property '"+"since"+"'"};
if(vErrors === null){
vErrors = [err238];
}
else {
vErrors.push(err238);
}
errors++;
}
for(const key15 in data96){
if(!((((key15 === "reason") || (key15 === "since")) || (key15 === "until")) || (key15 === "by"))){
const err239 = {instancePath:instancePath+"/status/blocked",schemaPath:"#/properties/status/properties/blocked/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key15},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err239];
}
else {
vErrors.push(err239);
}
errors++;
}
}
if(data96.reason !== undefined){
let data97 = data96.reason;
if(typeof data97 === "string"){
if(func3(data97) > 63){
const err240 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err240];
}
else {
vErrors.push(err240);
}
errors++;
}
if(!pattern3.test(data97)){
const err241 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err241];
}
else {
vErrors.push(err241);
}
errors++;
}
}
else {
const err242 = {instancePath:instancePath+"/status/blocked/reason",schemaPath:"#/properties/status/properties/blocked/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err242];
}
else {
vErrors.push(err242);
}
errors++;
}
}
if(data96.since !== undefined){
let data98 = data96.since;
if(typeof data98 === "string"){
if(!(formats0.test(data98))){
const err243 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err243];
}
else {
vErrors.push(err243);
}
errors++;
}
}
else {
const err244 = {instancePath:instancePath+"/status/blocked/since",schemaPath:"#/properties/status/properties/blocked/properties/since/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err244];
}
else {
vErrors.push(err244);
}
errors++;
}
}
if(data96.until !== undefined){
let data99 = data96.until;
if((typeof data99 !== "string") && (data99 !== null)){
const err245 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/type",keyword:"type",params:{type: schema13.properties.status.properties.blocked.properties.until.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err245];
}
else {
vErrors.push(err245);
}
errors++;
}
if(typeof data99 === "string"){
if(!(formats0.test(data99))){
const err246 = {instancePath:instancePath+"/status/blocked/until",schemaPath:"#/properties/status/properties/blocked/properties/until/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err246];
}
else {
vErrors.push(err246);
}
errors++;
}
}
}
if(data96.by !== undefined){
let data100 = data96.by;
if((typeof data100 !== "string") && (data100 !== null)){
const err247 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/type",keyword:"type",params:{type: schema13.properties.status.properties.blocked.properties.by.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err247];
}
else {
vErrors.push(err247);
}
errors++;
}
if(typeof data100 === "string"){
if(func3(data100) > 400){
const err248 = {instancePath:instancePath+"/status/blocked/by",schemaPath:"#/properties/status/properties/blocked/properties/by/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err248];
}
else {
vErrors.push(err248);
}
errors++;
}
}
}
}
}
if(data90.progress !== undefined){
let data101 = data90.progress;
if((typeof data101 !== "string") && (data101 !== null)){
const err249 = {instancePath:instancePath+"/status/progress",schemaPath:"#/properties/status/properties/progress/type",keyword:"type",params:{type: schema13.properties.status.properties.progress.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err249];
}
else {
vErrors.push(err249);
}
errors++;
}
if(typeof data101 === "string"){
if(func3(data101) > 16){
const err250 = {instancePath:instancePath+"/status/progress",schemaPath:"#/properties/status/properties/progress/maxLength",keyword:"maxLength",params:{limit: 16},message:"must NOT have more than 16 characters"};
if(vErrors === null){
vErrors = [err250];
}
else {
vErrors.push(err250);
}
errors++;
}
}
}
if(data90.currentStep !== undefined){
let data102 = data90.currentStep;
if((!(((typeof data102 == "number") && (!(data102 % 1) && !isNaN(data102))) && (isFinite(data102)))) && (data102 !== null)){
const err251 = {instancePath:instancePath+"/status/currentStep",schemaPath:"#/properties/status/properties/currentStep/type",keyword:"type",params:{type: schema13.properties.status.properties.currentStep.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err251];
}
else {
vErrors.push(err251);
}
errors++;
}
if((typeof data102 == "number") && (isFinite(data102))){
if(data102 > 51 || isNaN(data102)){
const err252 = {instancePath:instancePath+"/status/currentStep",schemaPath:"#/properties/status/properties/currentStep/maximum",keyword:"maximum",params:{comparison: "<=", limit: 51},message:"must be <= 51"};
if(vErrors === null){
vErrors = [err252];
}
else {
vErrors.push(err252);
}
errors++;
}
if(data102 < 0 || isNaN(data102)){
const err253 = {instancePath:instancePath+"/status/currentStep",schemaPath:"#/properties/status/properties/currentStep/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err253];
}
else {
vErrors.push(err253);
}
errors++;
}
}
}
if(data90.layerPath !== undefined){
let data103 = data90.layerPath;
if((typeof data103 !== "string") && (data103 !== null)){
const err254 = {instancePath:instancePath+"/status/layerPath",schemaPath:"#/properties/status/properties/layerPath/type",keyword:"type",params:{type: schema13.properties.status.properties.layerPath.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err254];
}
else {
vErrors.push(err254);
}
errors++;
}
if(typeof data103 === "string"){
if(func3(data103) > 64){
const err255 = {instancePath:instancePath+"/status/layerPath",schemaPath:"#/properties/status/properties/layerPath/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err255];
}
else {
vErrors.push(err255);
}
errors++;
}
}
}
if(data90.cause !== undefined){
let data104 = data90.cause;
if((typeof data104 !== "string") && (data104 !== null)){
const err256 = {instancePath:instancePath+"/status/cause",schemaPath:"#/properties/status/properties/cause/type",keyword:"type",params:{type: schema13.properties.status.properties.cause.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err256];
}
else {
vErrors.push(err256);
}
errors++;
}
if(typeof data104 === "string"){
if(func3(data104) > 400){
const err257 = {instancePath:instancePath+"/status/cause",schemaPath:"#/properties/status/properties/cause/maxLength",keyword:"maxLength",params:{limit: 400},message:"must NOT have more than 400 characters"};
if(vErrors === null){
vErrors = [err257];
}
else {
vErrors.push(err257);
}
errors++;
}
}
}
if(data90.rollbackSummary !== undefined){
let data105 = data90.rollbackSummary;
if((typeof data105 !== "string") && (data105 !== null)){
const err258 = {instancePath:instancePath+"/status/rollbackSummary",schemaPath:"#/properties/status/properties/rollbackSummary/type",keyword:"type",params:{type: schema13.properties.status.properties.rollbackSummary.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err258];
}
else {
vErrors.push(err258);
}
errors++;
}
if(typeof data105 === "string"){
if(func3(data105) > 253){
const err259 = {instancePath:instancePath+"/status/rollbackSummary",schemaPath:"#/properties/status/properties/rollbackSummary/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err259];
}
else {
vErrors.push(err259);
}
errors++;
}
}
}
if(data90.specHash !== undefined){
let data106 = data90.specHash;
if((typeof data106 !== "string") && (data106 !== null)){
const err260 = {instancePath:instancePath+"/status/specHash",schemaPath:"#/properties/status/properties/specHash/type",keyword:"type",params:{type: schema13.properties.status.properties.specHash.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err260];
}
else {
vErrors.push(err260);
}
errors++;
}
if(typeof data106 === "string"){
if(func3(data106) > 64){
const err261 = {instancePath:instancePath+"/status/specHash",schemaPath:"#/properties/status/properties/specHash/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err261];
}
else {
vErrors.push(err261);
}
errors++;
}
}
}
if(data90.suspendedAt !== undefined){
let data107 = data90.suspendedAt;
if((typeof data107 !== "string") && (data107 !== null)){
const err262 = {instancePath:instancePath+"/status/suspendedAt",schemaPath:"#/properties/status/properties/suspendedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.suspendedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err262];
}
else {
vErrors.push(err262);
}
errors++;
}
if(typeof data107 === "string"){
if(!(formats0.test(data107))){
const err263 = {instancePath:instancePath+"/status/suspendedAt",schemaPath:"#/properties/status/properties/suspendedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err263];
}
else {
vErrors.push(err263);
}
errors++;
}
}
}
if(data90.startedAt !== undefined){
let data108 = data90.startedAt;
if((typeof data108 !== "string") && (data108 !== null)){
const err264 = {instancePath:instancePath+"/status/startedAt",schemaPath:"#/properties/status/properties/startedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.startedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err264];
}
else {
vErrors.push(err264);
}
errors++;
}
if(typeof data108 === "string"){
if(!(formats0.test(data108))){
const err265 = {instancePath:instancePath+"/status/startedAt",schemaPath:"#/properties/status/properties/startedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err265];
}
else {
vErrors.push(err265);
}
errors++;
}
}
}
if(data90.finishedAt !== undefined){
let data109 = data90.finishedAt;
if((typeof data109 !== "string") && (data109 !== null)){
const err266 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.finishedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err266];
}
else {
vErrors.push(err266);
}
errors++;
}
if(typeof data109 === "string"){
if(!(formats0.test(data109))){
const err267 = {instancePath:instancePath+"/status/finishedAt",schemaPath:"#/properties/status/properties/finishedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err267];
}
else {
vErrors.push(err267);
}
errors++;
}
}
}
if(data90.steps !== undefined){
let data110 = data90.steps;
if((!(Array.isArray(data110))) && (data110 !== null)){
const err268 = {instancePath:instancePath+"/status/steps",schemaPath:"#/properties/status/properties/steps/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err268];
}
else {
vErrors.push(err268);
}
errors++;
}
if(Array.isArray(data110)){
if(data110.length > 50){
const err269 = {instancePath:instancePath+"/status/steps",schemaPath:"#/properties/status/properties/steps/maxItems",keyword:"maxItems",params:{limit: 50},message:"must NOT have more than 50 items"};
if(vErrors === null){
vErrors = [err269];
}
else {
vErrors.push(err269);
}
errors++;
}
const len8 = data110.length;
for(let i9=0; i9<len8; i9++){
let data111 = data110[i9];
if(data111 && typeof data111 == "object" && !Array.isArray(data111)){
if(data111.name === undefined){
const err270 = {instancePath:instancePath+"/status/steps/" + i9,schemaPath:"#/properties/status/properties/steps/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err270];
}
else {
vErrors.push(err270);
}
errors++;
}
if(data111.phase === undefined){
const err271 = {instancePath:instancePath+"/status/steps/" + i9,schemaPath:"#/properties/status/properties/steps/items/required",keyword:"required",params:{missingProperty: "phase"},message:"must have required property '"+"phase"+"'"};
if(vErrors === null){
vErrors = [err271];
}
else {
vErrors.push(err271);
}
errors++;
}
for(const key16 in data111){
if(!((((((((key16 === "name") || (key16 === "phase")) || (key16 === "reason")) || (key16 === "message")) || (key16 === "notBefore")) || (key16 === "startedAt")) || (key16 === "finishedAt")) || (key16 === "actionRef"))){
const err272 = {instancePath:instancePath+"/status/steps/" + i9,schemaPath:"#/properties/status/properties/steps/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key16},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err272];
}
else {
vErrors.push(err272);
}
errors++;
}
}
if(data111.name !== undefined){
let data112 = data111.name;
if(typeof data112 === "string"){
if(func3(data112) > 63){
const err273 = {instancePath:instancePath+"/status/steps/" + i9+"/name",schemaPath:"#/properties/status/properties/steps/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err273];
}
else {
vErrors.push(err273);
}
errors++;
}
}
else {
const err274 = {instancePath:instancePath+"/status/steps/" + i9+"/name",schemaPath:"#/properties/status/properties/steps/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err274];
}
else {
vErrors.push(err274);
}
errors++;
}
}
if(data111.phase !== undefined){
let data113 = data111.phase;
if(typeof data113 !== "string"){
const err275 = {instancePath:instancePath+"/status/steps/" + i9+"/phase",schemaPath:"#/properties/status/properties/steps/items/properties/phase/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err275];
}
else {
vErrors.push(err275);
}
errors++;
}
if(!(((((((data113 === "Pending") || (data113 === "Running")) || (data113 === "Waiting")) || (data113 === "Succeeded")) || (data113 === "Failed")) || (data113 === "Skipped")) || (data113 === "Cancelled"))){
const err276 = {instancePath:instancePath+"/status/steps/" + i9+"/phase",schemaPath:"#/properties/status/properties/steps/items/properties/phase/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.steps.items.properties.phase.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err276];
}
else {
vErrors.push(err276);
}
errors++;
}
}
if(data111.reason !== undefined){
let data114 = data111.reason;
if((typeof data114 !== "string") && (data114 !== null)){
const err277 = {instancePath:instancePath+"/status/steps/" + i9+"/reason",schemaPath:"#/properties/status/properties/steps/items/properties/reason/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.reason.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err277];
}
else {
vErrors.push(err277);
}
errors++;
}
if(typeof data114 === "string"){
if(func3(data114) > 63){
const err278 = {instancePath:instancePath+"/status/steps/" + i9+"/reason",schemaPath:"#/properties/status/properties/steps/items/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err278];
}
else {
vErrors.push(err278);
}
errors++;
}
if(!pattern3.test(data114)){
const err279 = {instancePath:instancePath+"/status/steps/" + i9+"/reason",schemaPath:"#/properties/status/properties/steps/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err279];
}
else {
vErrors.push(err279);
}
errors++;
}
}
}
if(data111.message !== undefined){
let data115 = data111.message;
if((typeof data115 !== "string") && (data115 !== null)){
const err280 = {instancePath:instancePath+"/status/steps/" + i9+"/message",schemaPath:"#/properties/status/properties/steps/items/properties/message/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err280];
}
else {
vErrors.push(err280);
}
errors++;
}
if(typeof data115 === "string"){
if(func3(data115) > 1024){
const err281 = {instancePath:instancePath+"/status/steps/" + i9+"/message",schemaPath:"#/properties/status/properties/steps/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err281];
}
else {
vErrors.push(err281);
}
errors++;
}
}
}
if(data111.notBefore !== undefined){
let data116 = data111.notBefore;
if((typeof data116 !== "string") && (data116 !== null)){
const err282 = {instancePath:instancePath+"/status/steps/" + i9+"/notBefore",schemaPath:"#/properties/status/properties/steps/items/properties/notBefore/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.notBefore.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err282];
}
else {
vErrors.push(err282);
}
errors++;
}
if(typeof data116 === "string"){
if(!(formats0.test(data116))){
const err283 = {instancePath:instancePath+"/status/steps/" + i9+"/notBefore",schemaPath:"#/properties/status/properties/steps/items/properties/notBefore/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err283];
}
else {
vErrors.push(err283);
}
errors++;
}
}
}
if(data111.startedAt !== undefined){
let data117 = data111.startedAt;
if((typeof data117 !== "string") && (data117 !== null)){
const err284 = {instancePath:instancePath+"/status/steps/" + i9+"/startedAt",schemaPath:"#/properties/status/properties/steps/items/properties/startedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.startedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err284];
}
else {
vErrors.push(err284);
}
errors++;
}
if(typeof data117 === "string"){
if(!(formats0.test(data117))){
const err285 = {instancePath:instancePath+"/status/steps/" + i9+"/startedAt",schemaPath:"#/properties/status/properties/steps/items/properties/startedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err285];
}
else {
vErrors.push(err285);
}
errors++;
}
}
}
if(data111.finishedAt !== undefined){
let data118 = data111.finishedAt;
if((typeof data118 !== "string") && (data118 !== null)){
const err286 = {instancePath:instancePath+"/status/steps/" + i9+"/finishedAt",schemaPath:"#/properties/status/properties/steps/items/properties/finishedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.finishedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err286];
}
else {
vErrors.push(err286);
}
errors++;
}
if(typeof data118 === "string"){
if(!(formats0.test(data118))){
const err287 = {instancePath:instancePath+"/status/steps/" + i9+"/finishedAt",schemaPath:"#/properties/status/properties/steps/items/properties/finishedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err287];
}
else {
vErrors.push(err287);
}
errors++;
}
}
}
if(data111.actionRef !== undefined){
let data119 = data111.actionRef;
if((!(data119 && typeof data119 == "object" && !Array.isArray(data119))) && (data119 !== null)){
const err288 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.actionRef.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err288];
}
else {
vErrors.push(err288);
}
errors++;
}
if(data119 && typeof data119 == "object" && !Array.isArray(data119)){
if(data119.name === undefined){
const err289 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err289];
}
else {
vErrors.push(err289);
}
errors++;
}
for(const key17 in data119){
if(!(((key17 === "namespace") || (key17 === "name")) || (key17 === "uid"))){
const err290 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key17},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err290];
}
else {
vErrors.push(err290);
}
errors++;
}
}
if(data119.namespace !== undefined){
let data120 = data119.namespace;
if((typeof data120 !== "string") && (data120 !== null)){
const err291 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/namespace",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/namespace/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.actionRef.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err291];
}
else {
vErrors.push(err291);
}
errors++;
}
if(typeof data120 === "string"){
if(func3(data120) > 63){
const err292 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/namespace",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err292];
}
else {
vErrors.push(err292);
}
errors++;
}
}
}
if(data119.name !== undefined){
let data121 = data119.name;
if(typeof data121 === "string"){
if(func3(data121) > 253){
const err293 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/name",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err293];
}
else {
vErrors.push(err293);
}
errors++;
}
}
else {
const err294 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/name",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err294];
}
else {
vErrors.push(err294);
}
errors++;
}
}
if(data119.uid !== undefined){
let data122 = data119.uid;
if((typeof data122 !== "string") && (data122 !== null)){
const err295 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/uid",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/uid/type",keyword:"type",params:{type: schema13.properties.status.properties.steps.items.properties.actionRef.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err295];
}
else {
vErrors.push(err295);
}
errors++;
}
if(typeof data122 === "string"){
if(func3(data122) > 64){
const err296 = {instancePath:instancePath+"/status/steps/" + i9+"/actionRef/uid",schemaPath:"#/properties/status/properties/steps/items/properties/actionRef/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err296];
}
else {
vErrors.push(err296);
}
errors++;
}
}
}
}
}
}
else {
const err297 = {instancePath:instancePath+"/status/steps/" + i9,schemaPath:"#/properties/status/properties/steps/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err297];
}
else {
vErrors.push(err297);
}
errors++;
}
}
if(new Set(data110.map((item) => item?.["name"])).size < data110.length){
const err298 = {instancePath:instancePath+"/status/steps",schemaPath:"#/properties/status/properties/steps/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
if(vErrors === null){
vErrors = [err298];
}
else {
vErrors.push(err298);
}
errors++;
}
}
}
if(data90.checkpoints !== undefined){
let data123 = data90.checkpoints;
if((!(Array.isArray(data123))) && (data123 !== null)){
const err299 = {instancePath:instancePath+"/status/checkpoints",schemaPath:"#/properties/status/properties/checkpoints/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err299];
}
else {
vErrors.push(err299);
}
errors++;
}
if(Array.isArray(data123)){
if(data123.length > 20){
const err300 = {instancePath:instancePath+"/status/checkpoints",schemaPath:"#/properties/status/properties/checkpoints/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err300];
}
else {
vErrors.push(err300);
}
errors++;
}
const len9 = data123.length;
for(let i10=0; i10<len9; i10++){
let data124 = data123[i10];
if(data124 && typeof data124 == "object" && !Array.isArray(data124)){
if(data124.name === undefined){
const err301 = {instancePath:instancePath+"/status/checkpoints/" + i10,schemaPath:"#/properties/status/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err301];
}
else {
vErrors.push(err301);
}
errors++;
}
if(data124.layer === undefined){
const err302 = {instancePath:instancePath+"/status/checkpoints/" + i10,schemaPath:"#/properties/status/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "layer"},message:"must have required property '"+"layer"+"'"};
if(vErrors === null){
vErrors = [err302];
}
else {
vErrors.push(err302);
}
errors++;
}
if(data124.result === undefined){
const err303 = {instancePath:instancePath+"/status/checkpoints/" + i10,schemaPath:"#/properties/status/properties/checkpoints/items/required",keyword:"required",params:{missingProperty: "result"},message:"must have required property '"+"result"+"'"};
if(vErrors === null){
vErrors = [err303];
}
else {
vErrors.push(err303);
}
errors++;
}
for(const key18 in data124){
if(!(((((((key18 === "name") || (key18 === "layer")) || (key18 === "startedAt")) || (key18 === "finishedAt")) || (key18 === "pausedSeconds")) || (key18 === "result")) || (key18 === "checks"))){
const err304 = {instancePath:instancePath+"/status/checkpoints/" + i10,schemaPath:"#/properties/status/properties/checkpoints/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key18},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err304];
}
else {
vErrors.push(err304);
}
errors++;
}
}
if(data124.name !== undefined){
let data125 = data124.name;
if(typeof data125 === "string"){
if(func3(data125) > 63){
const err305 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/name",schemaPath:"#/properties/status/properties/checkpoints/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err305];
}
else {
vErrors.push(err305);
}
errors++;
}
}
else {
const err306 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/name",schemaPath:"#/properties/status/properties/checkpoints/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err306];
}
else {
vErrors.push(err306);
}
errors++;
}
}
if(data124.layer !== undefined){
let data126 = data124.layer;
if(typeof data126 !== "string"){
const err307 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/layer",schemaPath:"#/properties/status/properties/checkpoints/items/properties/layer/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err307];
}
else {
vErrors.push(err307);
}
errors++;
}
if(!(((data126 === "infrastructure") || (data126 === "platform")) || (data126 === "application"))){
const err308 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/layer",schemaPath:"#/properties/status/properties/checkpoints/items/properties/layer/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.checkpoints.items.properties.layer.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err308];
}
else {
vErrors.push(err308);
}
errors++;
}
}
if(data124.startedAt !== undefined){
let data127 = data124.startedAt;
if((typeof data127 !== "string") && (data127 !== null)){
const err309 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/startedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/startedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.startedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err309];
}
else {
vErrors.push(err309);
}
errors++;
}
if(typeof data127 === "string"){
if(!(formats0.test(data127))){
const err310 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/startedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/startedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err310];
}
else {
vErrors.push(err310);
}
errors++;
}
}
}
if(data124.finishedAt !== undefined){
let data128 = data124.finishedAt;
if((typeof data128 !== "string") && (data128 !== null)){
const err311 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/finishedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/finishedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.finishedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err311];
}
else {
vErrors.push(err311);
}
errors++;
}
if(typeof data128 === "string"){
if(!(formats0.test(data128))){
const err312 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/finishedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/finishedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err312];
}
else {
vErrors.push(err312);
}
errors++;
}
}
}
if(data124.pausedSeconds !== undefined){
let data129 = data124.pausedSeconds;
if((!(((typeof data129 == "number") && (!(data129 % 1) && !isNaN(data129))) && (isFinite(data129)))) && (data129 !== null)){
const err313 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/pausedSeconds",schemaPath:"#/properties/status/properties/checkpoints/items/properties/pausedSeconds/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.pausedSeconds.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err313];
}
else {
vErrors.push(err313);
}
errors++;
}
if((typeof data129 == "number") && (isFinite(data129))){
if(data129 > 2147483647 || isNaN(data129)){
const err314 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/pausedSeconds",schemaPath:"#/properties/status/properties/checkpoints/items/properties/pausedSeconds/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err314];
}
else {
vErrors.push(err314);
}
errors++;
}
if(data129 < 0 || isNaN(data129)){
const err315 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/pausedSeconds",schemaPath:"#/properties/status/properties/checkpoints/items/properties/pausedSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err315];
}
else {
vErrors.push(err315);
}
errors++;
}
}
}
if(data124.result !== undefined){
let data130 = data124.result;
if(typeof data130 !== "string"){
const err316 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/result",schemaPath:"#/properties/status/properties/checkpoints/items/properties/result/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err316];
}
else {
vErrors.push(err316);
}
errors++;
}
if(!((((data130 === "Pending") || (data130 === "Passed")) || (data130 === "Failed")) || (data130 === "NotApplicable"))){
const err317 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/result",schemaPath:"#/properties/status/properties/checkpoints/items/properties/result/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.checkpoints.items.properties.result.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err317];
}
else {
vErrors.push(err317);
}
errors++;
}
}
if(data124.checks !== undefined){
let data131 = data124.checks;
if((!(Array.isArray(data131))) && (data131 !== null)){
const err318 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.checks.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err318];
}
else {
vErrors.push(err318);
}
errors++;
}
if(Array.isArray(data131)){
if(data131.length > 20){
const err319 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/maxItems",keyword:"maxItems",params:{limit: 20},message:"must NOT have more than 20 items"};
if(vErrors === null){
vErrors = [err319];
}
else {
vErrors.push(err319);
}
errors++;
}
const len10 = data131.length;
for(let i11=0; i11<len10; i11++){
let data132 = data131[i11];
if(data132 && typeof data132 == "object" && !Array.isArray(data132)){
if(data132.name === undefined){
const err320 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11,schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err320];
}
else {
vErrors.push(err320);
}
errors++;
}
if(data132.type === undefined){
const err321 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11,schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err321];
}
else {
vErrors.push(err321);
}
errors++;
}
if(data132.result === undefined){
const err322 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11,schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/required",keyword:"required",params:{missingProperty: "result"},message:"must have required property '"+"result"+"'"};
if(vErrors === null){
vErrors = [err322];
}
else {
vErrors.push(err322);
}
errors++;
}
for(const key19 in data132){
if(!(((((key19 === "name") || (key19 === "type")) || (key19 === "result")) || (key19 === "message")) || (key19 === "observedAt"))){
const err323 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11,schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key19},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err323];
}
else {
vErrors.push(err323);
}
errors++;
}
}
if(data132.name !== undefined){
let data133 = data132.name;
if(typeof data133 === "string"){
if(func3(data133) > 63){
const err324 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/name",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/name/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err324];
}
else {
vErrors.push(err324);
}
errors++;
}
}
else {
const err325 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/name",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err325];
}
else {
vErrors.push(err325);
}
errors++;
}
}
if(data132.type !== undefined){
let data134 = data132.type;
if(typeof data134 === "string"){
if(func3(data134) > 63){
const err326 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/type",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/type/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err326];
}
else {
vErrors.push(err326);
}
errors++;
}
}
else {
const err327 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/type",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err327];
}
else {
vErrors.push(err327);
}
errors++;
}
}
if(data132.result !== undefined){
let data135 = data132.result;
if(typeof data135 !== "string"){
const err328 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/result",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/result/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err328];
}
else {
vErrors.push(err328);
}
errors++;
}
if(!(((((data135 === "Pending") || (data135 === "Passed")) || (data135 === "Failed")) || (data135 === "Inconclusive")) || (data135 === "NotApplicable"))){
const err329 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/result",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/result/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.checkpoints.items.properties.checks.items.properties.result.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err329];
}
else {
vErrors.push(err329);
}
errors++;
}
}
if(data132.message !== undefined){
let data136 = data132.message;
if((typeof data136 !== "string") && (data136 !== null)){
const err330 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/message",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/message/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.checks.items.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err330];
}
else {
vErrors.push(err330);
}
errors++;
}
if(typeof data136 === "string"){
if(func3(data136) > 1024){
const err331 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/message",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err331];
}
else {
vErrors.push(err331);
}
errors++;
}
}
}
if(data132.observedAt !== undefined){
let data137 = data132.observedAt;
if((typeof data137 !== "string") && (data137 !== null)){
const err332 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/observedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/observedAt/type",keyword:"type",params:{type: schema13.properties.status.properties.checkpoints.items.properties.checks.items.properties.observedAt.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err332];
}
else {
vErrors.push(err332);
}
errors++;
}
if(typeof data137 === "string"){
if(!(formats0.test(data137))){
const err333 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11+"/observedAt",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/properties/observedAt/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err333];
}
else {
vErrors.push(err333);
}
errors++;
}
}
}
}
else {
const err334 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks/" + i11,schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err334];
}
else {
vErrors.push(err334);
}
errors++;
}
}
if(new Set(data131.map((item) => item?.["name"])).size < data131.length){
const err335 = {instancePath:instancePath+"/status/checkpoints/" + i10+"/checks",schemaPath:"#/properties/status/properties/checkpoints/items/properties/checks/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
if(vErrors === null){
vErrors = [err335];
}
else {
vErrors.push(err335);
}
errors++;
}
}
}
}
else {
const err336 = {instancePath:instancePath+"/status/checkpoints/" + i10,schemaPath:"#/properties/status/properties/checkpoints/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err336];
}
else {
vErrors.push(err336);
}
errors++;
}
}
if(new Set(data123.map((item) => item?.["name"])).size < data123.length){
const err337 = {instancePath:instancePath+"/status/checkpoints",schemaPath:"#/properties/status/properties/checkpoints/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "name"};
if(vErrors === null){
vErrors = [err337];
}
else {
vErrors.push(err337);
}
errors++;
}
}
}
if(data90.rollback !== undefined){
let data138 = data90.rollback;
if((!(Array.isArray(data138))) && (data138 !== null)){
const err338 = {instancePath:instancePath+"/status/rollback",schemaPath:"#/properties/status/properties/rollback/type",keyword:"type",params:{type: schema13.properties.status.properties.rollback.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err338];
}
else {
vErrors.push(err338);
}
errors++;
}
if(Array.isArray(data138)){
if(data138.length > 51){
const err339 = {instancePath:instancePath+"/status/rollback",schemaPath:"#/properties/status/properties/rollback/maxItems",keyword:"maxItems",params:{limit: 51},message:"must NOT have more than 51 items"};
if(vErrors === null){
vErrors = [err339];
}
else {
vErrors.push(err339);
}
errors++;
}
const len11 = data138.length;
for(let i12=0; i12<len11; i12++){
let data139 = data138[i12];
if(data139 && typeof data139 == "object" && !Array.isArray(data139)){
if(data139.step === undefined){
const err340 = {instancePath:instancePath+"/status/rollback/" + i12,schemaPath:"#/properties/status/properties/rollback/items/required",keyword:"required",params:{missingProperty: "step"},message:"must have required property '"+"step"+"'"};
if(vErrors === null){
vErrors = [err340];
}
else {
vErrors.push(err340);
}
errors++;
}
if(data139.result === undefined){
const err341 = {instancePath:instancePath+"/status/rollback/" + i12,schemaPath:"#/properties/status/properties/rollback/items/required",keyword:"required",params:{missingProperty: "result"},message:"must have required property '"+"result"+"'"};
if(vErrors === null){
vErrors = [err341];
}
else {
vErrors.push(err341);
}
errors++;
}
for(const key20 in data139){
if(!((((key20 === "step") || (key20 === "result")) || (key20 === "message")) || (key20 === "actionRef"))){
const err342 = {instancePath:instancePath+"/status/rollback/" + i12,schemaPath:"#/properties/status/properties/rollback/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key20},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err342];
}
else {
vErrors.push(err342);
}
errors++;
}
}
if(data139.step !== undefined){
let data140 = data139.step;
if(typeof data140 === "string"){
if(func3(data140) > 63){
const err343 = {instancePath:instancePath+"/status/rollback/" + i12+"/step",schemaPath:"#/properties/status/properties/rollback/items/properties/step/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err343];
}
else {
vErrors.push(err343);
}
errors++;
}
}
else {
const err344 = {instancePath:instancePath+"/status/rollback/" + i12+"/step",schemaPath:"#/properties/status/properties/rollback/items/properties/step/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err344];
}
else {
vErrors.push(err344);
}
errors++;
}
}
if(data139.result !== undefined){
let data141 = data139.result;
if(typeof data141 !== "string"){
const err345 = {instancePath:instancePath+"/status/rollback/" + i12+"/result",schemaPath:"#/properties/status/properties/rollback/items/properties/result/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err345];
}
else {
vErrors.push(err345);
}
errors++;
}
if(!(((((data141 === "Pending") || (data141 === "Undone")) || (data141 === "Irreversible")) || (data141 === "Drifted")) || (data141 === "Failed"))){
const err346 = {instancePath:instancePath+"/status/rollback/" + i12+"/result",schemaPath:"#/properties/status/properties/rollback/items/properties/result/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.rollback.items.properties.result.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err346];
}
else {
vErrors.push(err346);
}
errors++;
}
}
if(data139.message !== undefined){
let data142 = data139.message;
if((typeof data142 !== "string") && (data142 !== null)){
const err347 = {instancePath:instancePath+"/status/rollback/" + i12+"/message",schemaPath:"#/properties/status/properties/rollback/items/properties/message/type",keyword:"type",params:{type: schema13.properties.status.properties.rollback.items.properties.message.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err347];
}
else {
vErrors.push(err347);
}
errors++;
}
if(typeof data142 === "string"){
if(func3(data142) > 1024){
const err348 = {instancePath:instancePath+"/status/rollback/" + i12+"/message",schemaPath:"#/properties/status/properties/rollback/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 1024},message:"must NOT have more than 1024 characters"};
if(vErrors === null){
vErrors = [err348];
}
else {
vErrors.push(err348);
}
errors++;
}
}
}
if(data139.actionRef !== undefined){
let data143 = data139.actionRef;
if((!(data143 && typeof data143 == "object" && !Array.isArray(data143))) && (data143 !== null)){
const err349 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/type",keyword:"type",params:{type: schema13.properties.status.properties.rollback.items.properties.actionRef.type},message:"must be object,null"};
if(vErrors === null){
vErrors = [err349];
}
else {
vErrors.push(err349);
}
errors++;
}
if(data143 && typeof data143 == "object" && !Array.isArray(data143)){
if(data143.name === undefined){
const err350 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'"};
if(vErrors === null){
vErrors = [err350];
}
else {
vErrors.push(err350);
}
errors++;
}
for(const key21 in data143){
if(!(((key21 === "namespace") || (key21 === "name")) || (key21 === "uid"))){
const err351 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key21},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err351];
}
else {
vErrors.push(err351);
}
errors++;
}
}
if(data143.namespace !== undefined){
let data144 = data143.namespace;
if((typeof data144 !== "string") && (data144 !== null)){
const err352 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/namespace",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/namespace/type",keyword:"type",params:{type: schema13.properties.status.properties.rollback.items.properties.actionRef.properties.namespace.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err352];
}
else {
vErrors.push(err352);
}
errors++;
}
if(typeof data144 === "string"){
if(func3(data144) > 63){
const err353 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/namespace",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err353];
}
else {
vErrors.push(err353);
}
errors++;
}
}
}
if(data143.name !== undefined){
let data145 = data143.name;
if(typeof data145 === "string"){
if(func3(data145) > 253){
const err354 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/name",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/name/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters"};
if(vErrors === null){
vErrors = [err354];
}
else {
vErrors.push(err354);
}
errors++;
}
}
else {
const err355 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/name",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err355];
}
else {
vErrors.push(err355);
}
errors++;
}
}
if(data143.uid !== undefined){
let data146 = data143.uid;
if((typeof data146 !== "string") && (data146 !== null)){
const err356 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/uid",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/uid/type",keyword:"type",params:{type: schema13.properties.status.properties.rollback.items.properties.actionRef.properties.uid.type},message:"must be string,null"};
if(vErrors === null){
vErrors = [err356];
}
else {
vErrors.push(err356);
}
errors++;
}
if(typeof data146 === "string"){
if(func3(data146) > 64){
const err357 = {instancePath:instancePath+"/status/rollback/" + i12+"/actionRef/uid",schemaPath:"#/properties/status/properties/rollback/items/properties/actionRef/properties/uid/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters"};
if(vErrors === null){
vErrors = [err357];
}
else {
vErrors.push(err357);
}
errors++;
}
}
}
}
}
}
else {
const err358 = {instancePath:instancePath+"/status/rollback/" + i12,schemaPath:"#/properties/status/properties/rollback/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err358];
}
else {
vErrors.push(err358);
}
errors++;
}
}
if(new Set(data138.map((item) => item?.["step"])).size < data138.length){
const err359 = {instancePath:instancePath+"/status/rollback",schemaPath:"#/properties/status/properties/rollback/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "step"};
if(vErrors === null){
vErrors = [err359];
}
else {
vErrors.push(err359);
}
errors++;
}
}
}
if(data90.conditions !== undefined){
let data147 = data90.conditions;
if((!(Array.isArray(data147))) && (data147 !== null)){
const err360 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/type",keyword:"type",params:{type: schema13.properties.status.properties.conditions.type},message:"must be array,null"};
if(vErrors === null){
vErrors = [err360];
}
else {
vErrors.push(err360);
}
errors++;
}
if(Array.isArray(data147)){
if(data147.length > 16){
const err361 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/maxItems",keyword:"maxItems",params:{limit: 16},message:"must NOT have more than 16 items"};
if(vErrors === null){
vErrors = [err361];
}
else {
vErrors.push(err361);
}
errors++;
}
const len12 = data147.length;
for(let i13=0; i13<len12; i13++){
let data148 = data147[i13];
if(data148 && typeof data148 == "object" && !Array.isArray(data148)){
if(data148.type === undefined){
const err362 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'"};
if(vErrors === null){
vErrors = [err362];
}
else {
vErrors.push(err362);
}
errors++;
}
if(data148.status === undefined){
const err363 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'"};
if(vErrors === null){
vErrors = [err363];
}
else {
vErrors.push(err363);
}
errors++;
}
if(data148.lastTransitionTime === undefined){
const err364 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'"};
if(vErrors === null){
vErrors = [err364];
}
else {
vErrors.push(err364);
}
errors++;
}
if(data148.reason === undefined){
const err365 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'"};
if(vErrors === null){
vErrors = [err365];
}
else {
vErrors.push(err365);
}
errors++;
}
if(data148.message === undefined){
const err366 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'"};
if(vErrors === null){
vErrors = [err366];
}
else {
vErrors.push(err366);
}
errors++;
}
for(const key22 in data148){
if(!((((((key22 === "type") || (key22 === "status")) || (key22 === "observedGeneration")) || (key22 === "lastTransitionTime")) || (key22 === "reason")) || (key22 === "message"))){
const err367 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key22},message:"must NOT have additional properties"};
if(vErrors === null){
vErrors = [err367];
}
else {
vErrors.push(err367);
}
errors++;
}
}
if(data148.type !== undefined){
let data149 = data148.type;
if(typeof data149 === "string"){
if(func3(data149) > 63){
const err368 = {instancePath:instancePath+"/status/conditions/" + i13+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err368];
}
else {
vErrors.push(err368);
}
errors++;
}
if(!pattern3.test(data149)){
const err369 = {instancePath:instancePath+"/status/conditions/" + i13+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err369];
}
else {
vErrors.push(err369);
}
errors++;
}
}
else {
const err370 = {instancePath:instancePath+"/status/conditions/" + i13+"/type",schemaPath:"#/properties/status/properties/conditions/items/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err370];
}
else {
vErrors.push(err370);
}
errors++;
}
}
if(data148.status !== undefined){
let data150 = data148.status;
if(typeof data150 !== "string"){
const err371 = {instancePath:instancePath+"/status/conditions/" + i13+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err371];
}
else {
vErrors.push(err371);
}
errors++;
}
if(!(((data150 === "True") || (data150 === "False")) || (data150 === "Unknown"))){
const err372 = {instancePath:instancePath+"/status/conditions/" + i13+"/status",schemaPath:"#/properties/status/properties/conditions/items/properties/status/enum",keyword:"enum",params:{allowedValues: schema13.properties.status.properties.conditions.items.properties.status.enum},message:"must be equal to one of the allowed values"};
if(vErrors === null){
vErrors = [err372];
}
else {
vErrors.push(err372);
}
errors++;
}
}
if(data148.observedGeneration !== undefined){
let data151 = data148.observedGeneration;
if((!(((typeof data151 == "number") && (!(data151 % 1) && !isNaN(data151))) && (isFinite(data151)))) && (data151 !== null)){
const err373 = {instancePath:instancePath+"/status/conditions/" + i13+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/type",keyword:"type",params:{type: schema13.properties.status.properties.conditions.items.properties.observedGeneration.type},message:"must be integer,null"};
if(vErrors === null){
vErrors = [err373];
}
else {
vErrors.push(err373);
}
errors++;
}
if((typeof data151 == "number") && (isFinite(data151))){
if(data151 > 9223372036854776000 || isNaN(data151)){
const err374 = {instancePath:instancePath+"/status/conditions/" + i13+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/maximum",keyword:"maximum",params:{comparison: "<=", limit: 9223372036854776000},message:"must be <= 9223372036854776000"};
if(vErrors === null){
vErrors = [err374];
}
else {
vErrors.push(err374);
}
errors++;
}
if(data151 < 0 || isNaN(data151)){
const err375 = {instancePath:instancePath+"/status/conditions/" + i13+"/observedGeneration",schemaPath:"#/properties/status/properties/conditions/items/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"};
if(vErrors === null){
vErrors = [err375];
}
else {
vErrors.push(err375);
}
errors++;
}
}
}
if(data148.lastTransitionTime !== undefined){
let data152 = data148.lastTransitionTime;
if(typeof data152 === "string"){
if(!(formats0.test(data152))){
const err376 = {instancePath:instancePath+"/status/conditions/" + i13+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/format",keyword:"format",params:{format: "date-time"},message:"must match format \""+"date-time"+"\""};
if(vErrors === null){
vErrors = [err376];
}
else {
vErrors.push(err376);
}
errors++;
}
}
else {
const err377 = {instancePath:instancePath+"/status/conditions/" + i13+"/lastTransitionTime",schemaPath:"#/properties/status/properties/conditions/items/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err377];
}
else {
vErrors.push(err377);
}
errors++;
}
}
if(data148.reason !== undefined){
let data153 = data148.reason;
if(typeof data153 === "string"){
if(func3(data153) > 63){
const err378 = {instancePath:instancePath+"/status/conditions/" + i13+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters"};
if(vErrors === null){
vErrors = [err378];
}
else {
vErrors.push(err378);
}
errors++;
}
if(func3(data153) < 1){
const err379 = {instancePath:instancePath+"/status/conditions/" + i13+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters"};
if(vErrors === null){
vErrors = [err379];
}
else {
vErrors.push(err379);
}
errors++;
}
if(!pattern3.test(data153)){
const err380 = {instancePath:instancePath+"/status/conditions/" + i13+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/pattern",keyword:"pattern",params:{pattern: "^[A-Z][A-Za-z0-9]*$"},message:"must match pattern \""+"^[A-Z][A-Za-z0-9]*$"+"\""};
if(vErrors === null){
vErrors = [err380];
}
else {
vErrors.push(err380);
}
errors++;
}
}
else {
const err381 = {instancePath:instancePath+"/status/conditions/" + i13+"/reason",schemaPath:"#/properties/status/properties/conditions/items/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err381];
}
else {
vErrors.push(err381);
}
errors++;
}
}
if(data148.message !== undefined){
let data154 = data148.message;
if(typeof data154 === "string"){
if(func3(data154) > 2048){
const err382 = {instancePath:instancePath+"/status/conditions/" + i13+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/maxLength",keyword:"maxLength",params:{limit: 2048},message:"must NOT have more than 2048 characters"};
if(vErrors === null){
vErrors = [err382];
}
else {
vErrors.push(err382);
}
errors++;
}
}
else {
const err383 = {instancePath:instancePath+"/status/conditions/" + i13+"/message",schemaPath:"#/properties/status/properties/conditions/items/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err383];
}
else {
vErrors.push(err383);
}
errors++;
}
}
}
else {
const err384 = {instancePath:instancePath+"/status/conditions/" + i13,schemaPath:"#/properties/status/properties/conditions/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err384];
}
else {
vErrors.push(err384);
}
errors++;
}
}
if(new Set(data147.map((item) => item?.["type"])).size < data147.length){
const err385 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/uniqueBy",keyword:"uniqueBy",params:{},message:"must not have two items with the same " + "type"};
if(vErrors === null){
vErrors = [err385];
}
else {
vErrors.push(err385);
}
errors++;
}
}
}
}
}
}
else {
const err386 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err386];
}
else {
vErrors.push(err386);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

