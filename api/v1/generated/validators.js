// Written by npm run generate from crds/source; edit those.
const Fr=rr,qe={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},
kind:{type:"string",enum:["Config"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"ConfigSpec"},status:{$ref:"ConfigStatus"}}},mr={type:"object",required:["name"],properties:{
name:{type:"string",minLength:1,maxLength:200,pattern:"^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$"},generateName:{type:"string",maxLength:200},namespace:{type:"string",minLength:1,
maxLength:63,pattern:"^[a-z0-9][a-z0-9_-]*$"},uid:{type:"string",maxLength:4096},resourceVersion:{type:"string",maxLength:4096},generation:{type:"integer",minimum:0,
maximum:9007199254740991},creationTimestamp:{type:"string",maxLength:4096},deletionTimestamp:{type:"string",maxLength:4096},deletionGracePeriodSeconds:{type:"nu\
mber",minimum:0},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},annotations:{type:"object",additionalProperties:{
type:"string",maxLength:262144},maxProperties:4096},ownerReferences:{type:"array",items:{$ref:"OwnerReference"},maxItems:4096},finalizers:{type:"array",items:{type:"\
string",maxLength:4096},maxItems:4096},managedFields:{type:"array",items:{type:"object",additionalProperties:!0},maxItems:4096},selfLink:{type:"string",maxLength:4096}},
additionalProperties:!1},h=Object.prototype.hasOwnProperty,fr=new RegExp("^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$","u"),ur=new RegExp("^[a-z0-9][a-z0-9_-]*$","u");function j(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
name"}};e===null?e=[r]:e.push(r),i++}if(t.uid===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"uid"}};e===null?e=[r]:e.push(r),i++}
for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="name"||r==="uid"||r==="controller"||r==="blockOwnerDeletion")){const s={instancePath:n,keyword:"additio\
nalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/apiVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/\
kind",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}}if(t.name!==void 0){let r=t.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.uid!==void 0){let r=t.
uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.controller!==void 0&&typeof t.controller!="boolean"){const r={instancePath:n+
"/controller",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.blockOwnerDeletion!==void 0&&typeof t.blockOwnerDeletion!="boolean"){const r={
instancePath:n+"/blockOwnerDeletion",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return j.errors=e,i===0}function u(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;
if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(
r),i++}for(const r in t)if(!h.call(mr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(
s),i++}if(t.name!==void 0){let r=t.name;if(typeof r=="string"){if(r.length>200){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:200}};e===null?
e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/name",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}if(!fr.test(r)){const s={instancePath:n+
"/name",keyword:"pattern",params:{pattern:"^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/name",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.generateName!==void 0){let r=t.generateName;if(typeof r=="string"){if(r.length>200){const s={instancePath:n+"\
/generateName",keyword:"maxLength",params:{limit:200}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/generateName",keyword:"type",params:{type:"s\
tring"}};e===null?e=[s]:e.push(s),i++}}if(t.namespace!==void 0){let r=t.namespace;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/namespace",keyword:"\
maxLength",params:{limit:63}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/namespace",keyword:"minLength",params:{limit:1}};e===null?e=
[s]:e.push(s),i++}if(!ur.test(r)){const s={instancePath:n+"/namespace",keyword:"pattern",params:{pattern:"^[a-z0-9][a-z0-9_-]*$"}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/namespace",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.uid!==void 0){let r=t.uid;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/uid",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.resourceVersion!==void 0){let r=t.resourceVersion;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/resourceVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/resourceVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.generation!==void 0){let r=t.generation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){
const s={instancePath:n+"/generation",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/generation",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/generation",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.creationTimestamp!==void 0){let r=t.
creationTimestamp;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/creationTimestamp",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:
e.push(s),i++}}else{const s={instancePath:n+"/creationTimestamp",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.deletionTimestamp!==void 0){
let r=t.deletionTimestamp;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/deletionTimestamp",keyword:"maxLength",params:{limit:4096}};e===null?
e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/deletionTimestamp",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.deletionGracePeriodSeconds!==
void 0){let r=t.deletionGracePeriodSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/deletionGracePeriodSeconds",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/deletionGracePeriodSeconds",keyword:"type",params:{type:"\
number"}};e===null?e=[s]:e.push(s),i++}}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={
instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>
4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={
instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+
"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.annotations!==void 0){let r=t.annotations;if(r&&typeof r=="object"&&!Array.isArray(
r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/annotations",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>262144){const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{
limit:262144}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"\
string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/annotations",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.ownerReferences!==
void 0){let r=t.ownerReferences;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ownerReferences",keyword:"maxItems",params:{limit:4096}};e===null?
e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)j(r[l],{instancePath:n+"/ownerReferences/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?
j.errors:e.concat(j.errors),i=e.length)}else{const s={instancePath:n+"/ownerReferences",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.
finalizers!==void 0){let r=t.finalizers;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/finalizers",keyword:"maxItems",params:{limit:4096}};e===
null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/finalizers/"+l,keyword:"\
maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/finalizers/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:
e.push(p),i++}}}else{const s={instancePath:n+"/finalizers",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.managedFields!==void 0){let r=t.
managedFields;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/managedFields",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(!(o&&typeof o=="object"&&!Array.isArray(o))){const p={instancePath:n+"/managedFields/"+l,keyword:"type",params:{
type:"object"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/managedFields",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.selfLink!==void 0){let r=t.selfLink;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/selfLink",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/selfLink",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return u.errors=e,i===0}const yr={type:"object",properties:{hostName:{$ref:"HostName"},file:{
type:"string",minLength:1,pattern:"^/",maxLength:4096},environment:{type:"string",minLength:1,maxLength:256},content:{type:"string",maxLength:1048576},stored:{type:"\
boolean"},external:{type:"boolean"},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},storage:{type:"string",enum:["\
Memory","Disk"]}},additionalProperties:!1};const Ye=new RegExp("^[a-zA-Z0-9][a-zA-Z0-9_.-]*$","u");function d(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(typeof t==
"string"){if(t.length>255){const r={instancePath:n,keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),i++}if(t.length<1){const r={instancePath:n,keyword:"\
minLength",params:{limit:1}};e===null?e=[r]:e.push(r),i++}if(!Ye.test(t)){const r={instancePath:n,keyword:"pattern",params:{pattern:"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\
$"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),i++}return d.errors=e,i===0}const er=new RegExp(
"^/","u");function I(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="hostName"||r==="file"||r==="environment"||r==="content"||r==="stored"||r==="external"||r==="labels"||r==="storage")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.hostName!==void 0&&(d(t.hostName,{instancePath:n+"/hostName",parentData:t,
parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:e.concat(d.errors),i=e.length)),t.file!==void 0){let r=t.file;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/file",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/file",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}if(!er.test(r)){const s={instancePath:n+"/file",keyword:"pattern",params:{pattern:"^/"}};e===null?e=[s]:
e.push(s),i++}}else{const s={instancePath:n+"/file",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.environment!==void 0){let r=t.environment;
if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/environment",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}if(r.length<
1){const s={instancePath:n+"/environment",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/environment",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.content!==void 0){let r=t.content;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+
"/content",keyword:"maxLength",params:{limit:1048576}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/content",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}if(t.stored!==void 0&&typeof t.stored!="boolean"){const r={instancePath:n+"/stored",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),i++}if(t.external!==void 0&&typeof t.external!="boolean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=
[r]:e.push(r),i++}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/lab\
els",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+
"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/labels\
/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/labels",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.storage!==void 0){let r=t.storage;if(typeof r!="string"){const s={instancePath:n+"/storage",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Memory"||r==="Disk")){const s={instancePath:n+"/storage",keyword:"enum",params:{allowedValues:yr.
properties.storage.enum}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return I.
errors=e,i===0}const cr={type:"object",required:["type","status"],properties:{type:{type:"string",minLength:1,maxLength:316},status:{type:"string",enum:["True","False","Unknow\
n"]},observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},lastTransitionTime:{type:"string",maxLength:4096},reason:{type:"string",maxLength:1024},
message:{type:"string",maxLength:32768}},additionalProperties:!1};function y(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.type===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:
e.push(r),i++}if(t.status===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"status"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="type"||r==="status"||r==="observedGeneration"||r==="lastTransitionTime"||r==="reason"||r==="message")){const s={instancePath:n,keyword:"additionalProp\
erties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.type!==void 0){let r=t.type;if(typeof r=="string"){if(r.length>316){const s={instancePath:n+
"/type",keyword:"maxLength",params:{limit:316}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/type",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.status!==void 0){let r=t.
status;if(typeof r!="string"){const s={instancePath:n+"/status",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="True"||r==="False"||
r==="Unknown")){const s={instancePath:n+"/status",keyword:"enum",params:{allowedValues:cr.properties.status.enum}};e===null?e=[s]:e.push(s),i++}}if(t.observedGeneration!==
void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",
keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.lastTransitionTime!==void 0){let r=t.lastTransitionTime;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/lastTransitionTime",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/lastTransitionTime",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.reason!==void 0){let r=t.reason;if(typeof r=="string"){if(r.length>
1024){const s={instancePath:n+"/reason",keyword:"maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/reason",keyword:"t\
ype",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.message!==void 0){let r=t.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+
"/message",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return y.errors=e,i===0}function b(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.node===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="node"||r==="state"||r==="con\
tentHash"||r==="message")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.node!==void 0){
let r=t.node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.state!==void 0){let r=t.state;if(typeof r=="string"){if(r.
length>4096){const s={instancePath:n+"/state",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/state",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.contentHash!==void 0){let r=t.contentHash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/contentHash",keyword:"type",params:{type:"s\
tring"}};e===null?e=[s]:e.push(s),i++}}if(t.message!==void 0){let r=t.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"\
maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return b.errors=e,i===0}function F(t,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="observedGeneration"||
r==="conditions"||r==="contentHash"||r==="nodes")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGen\
eration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.conditions;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{const s={
instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.contentHash!==void 0){let r=t.contentHash;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/contentHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.nodes!==void 0){let r=t.nodes;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)b(r[l],{instancePath:n+"/nodes\
/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return F.errors=e,
i===0}function rr(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
metadata"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={
instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",
keyword:"enum",params:{allowedValues:qe.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={
instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Config"){const s={instancePath:n+"/kind",keyword:"enum",params:{
allowedValues:qe.properties.kind.enum}};e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"\
metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(I(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"\
spec",rootData:a})||(e=e===null?I.errors:e.concat(I.errors),i=e.length)),t.status!==void 0&&(F(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"\
status",rootData:a})||(e=e===null?F.errors:e.concat(F.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.
push(r),i++}return rr.errors=e,i===0}const Sr=sr,Ee={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata"],properties:{apiVersion:{type:"\
string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Network"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"NetworkSpec"},status:{$ref:"NetworkStatus"}}},
Ce={type:"object",properties:{hostName:{$ref:"HostName"},driver:{type:"string",maxLength:256},driverOpts:{type:"object",additionalProperties:{type:"string",maxLength:4096},
maxProperties:4096},internal:{type:"boolean"},attachable:{type:"boolean"},enableIPv4:{type:"boolean"},enableIPv6:{type:"boolean"},ingress:{type:"boolean"},scope:{
type:"string",enum:["local","swarm","global"]},ipam:{$ref:"IPAM"},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},
external:{type:"boolean"}},additionalProperties:!1};function S(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="subnet"||r==="ipRange"||r==="gateway"||r==="auxAddresses")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),i++}if(t.subnet!==void 0){let r=t.subnet;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/subnet",keyword:"maxLength",params:{
limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/subnet",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.ipRange!==
void 0){let r=t.ipRange;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/ipRange",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),
i++}}else{const s={instancePath:n+"/ipRange",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.gateway!==void 0){let r=t.gateway;if(typeof r==
"string"){if(r.length>64){const s={instancePath:n+"/gateway",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"\
/gateway",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.auxAddresses!==void 0){let r=t.auxAddresses;if(r&&typeof r=="object"&&!Array.
isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/auxAddresses",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>64){const o={instancePath:n+"/auxAddresses/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{
limit:64}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/auxAddresses/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"str\
ing"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/auxAddresses",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}}else{const r={
instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return S.errors=e,i===0}function R(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="driver"||r==="options"||r==="config")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.driver!==void 0){let r=t.driver;if(typeof r=="string"){if(r.length>
256){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/driver",keyword:"typ\
e",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.options!==void 0){let r=t.options;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>
4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="st\
ring"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.
push(o),i++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{
const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.config!==void 0){let r=t.config;if(Array.isArray(r)){
if(r.length>4096){const l={instancePath:n+"/config",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)S(
r[l],{instancePath:n+"/config/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?S.errors:e.concat(S.errors),i=e.length)}else{const s={instancePath:n+
"/config",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return R.errors=e,i===0}function V(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){for(const r in t)if(!h.call(Ce.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),i++}if(t.hostName!==void 0&&(d(t.hostName,{instancePath:n+"/hostName",parentData:t,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:
e.concat(d.errors),i=e.length)),t.driver!==void 0){let r=t.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",
params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
driverOpts!==void 0){let r=t.driverOpts;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"\
maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"\
/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/dri\
verOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/driverOp\
ts",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.internal!==void 0&&typeof t.internal!="boolean"){const r={instancePath:n+"/interna\
l",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.attachable!==void 0&&typeof t.attachable!="boolean"){const r={instancePath:n+"/atta\
chable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.enableIPv4!==void 0&&typeof t.enableIPv4!="boolean"){const r={instancePath:n+"\
/enableIPv4",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.enableIPv6!==void 0&&typeof t.enableIPv6!="boolean"){const r={instancePath:n+
"/enableIPv6",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.ingress!==void 0&&typeof t.ingress!="boolean"){const r={instancePath:n+"\
/ingress",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.scope!==void 0){let r=t.scope;if(typeof r!="string"){const s={instancePath:n+
"/scope",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="local"||r==="swarm"||r==="global")){const s={instancePath:n+"/scope",keyword:"\
enum",params:{allowedValues:Ce.properties.scope.enum}};e===null?e=[s]:e.push(s),i++}}if(t.ipam!==void 0&&(R(t.ipam,{instancePath:n+"/ipam",parentData:t,parentDataProperty:"\
ipam",rootData:a})||(e=e===null?R.errors:e.concat(R.errors),i=e.length)),t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.
keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.external!==void 0&&typeof t.external!="bo\
olean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return V.errors=e,i===0}function N(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="project"||r==="installation"||r==="stack")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(
s),i++}if(t.project!==void 0){let r=t.project;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/project",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/project",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.installation!==void 0){
let r=t.installation;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/installation",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.
push(s),i++}}else{const s={instancePath:n+"/installation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.stack!==void 0){let r=t.stack;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/stack",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/stack",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return N.errors=e,i===0}function O(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){if(t.node===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="node"||r==="id"||r==="state"||r==="reason"||r==="message"||r==="maker")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.node!==void 0){let r=t.node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.id!==void 0){
let r=t.id;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/id",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/id",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.state!==void 0){let r=t.state;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/state",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/state",keyword:"typ\
e",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.reason!==void 0){let r=t.reason;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"\
/reason",keyword:"maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/reason",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.message!==void 0){let r=t.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",
params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}
t.maker!==void 0&&(N(t.maker,{instancePath:n+"/maker",parentData:t,parentDataProperty:"maker",rootData:a})||(e=e===null?N.errors:e.concat(N.errors),i=e.length))}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return O.errors=e,i===0}function $(t,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="observedGeneration"||r==="conditio\
ns"||r==="hostName"||r==="driver"||r==="nodes"||r==="seenOn")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=
[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.hostName!==void 0){let r=t.hostName;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/hostName",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/hostName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.driver!==void 0){let r=t.driver;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/driver",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.nodes!==void 0){let r=t.nodes;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/nodes",keyword:"maxI\
tems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)O(r[l],{instancePath:n+"/nodes/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?O.errors:e.concat(O.errors),i=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),i++}}if(t.seenOn!==void 0){let r=t.seenOn;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/seenOn",keyword:"maxItems",params:{limit:4096}};e===
null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/seenOn/"+l,keyword:"\
maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/seenOn/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.
push(p),i++}}}else{const s={instancePath:n+"/seenOn",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return $.errors=e,i===0}function sr(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVer\
sion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}
if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="\
apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"strin\
g"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ee.properties.apiVersion.
enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}if(r!=="Network"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ee.properties.kind.enum}};e===null?e=[s]:e.push(
s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.
errors),i=e.length)),t.spec!==void 0&&(V(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?V.errors:e.concat(V.errors),
i=e.length)),t.status!==void 0&&($(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===null?$.errors:e.concat($.errors),
i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return sr.errors=e,i===0}const Rr=tr,Be={type:"obj\
ect",additionalProperties:!1,required:["apiVersion","kind","metadata"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:[
"Node"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"NodeSpec"},status:{$ref:"NodeStatus"}}};const dr=new RegExp("^(unix|tcp|http|https|ssh|npipe)://.+$","u");function q(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="caFile"||r==="certFile"||r==="keyFile")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
i++}if(t.caFile!==void 0){let r=t.caFile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/caFile",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/caFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.certFile!==void 0){let r=t.
certFile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/certFile",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/certFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.keyFile!==void 0){let r=t.keyFile;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/keyFile",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/keyFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),i++}return q.errors=e,i===0}function v(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="ob\
ject"&&!Array.isArray(t)){for(const r in t)if(!(r==="host"||r==="tls")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),i++}if(t.host!==void 0){let r=t.host;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/host",keyword:"maxLength",params:{limit:1024}};
e===null?e=[s]:e.push(s),i++}if(!dr.test(r)){const s={instancePath:n+"/host",keyword:"pattern",params:{pattern:"^(unix|tcp|http|https|ssh|npipe)://.+$"}};e===null?
e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/host",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}t.tls!==void 0&&(q(t.tls,{instancePath:n+
"/tls",parentData:t,parentDataProperty:"tls",rootData:a})||(e=e===null?q.errors:e.concat(q.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return v.errors=e,i===0}function E(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="engine"||r==="labels"||r==="unschedulable"||r==="drain")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.engine!==void 0&&(v(t.engine,{instancePath:n+"/engine",parentData:t,parentDataProperty:"\
engine",rootData:a})||(e=e===null?v.errors:e.concat(v.errors),i=e.length)),t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.
keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.unschedulable!==void 0&&typeof t.unschedulable!=
"boolean"){const r={instancePath:n+"/unschedulable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.drain!==void 0&&typeof t.drain!="b\
oolean"){const r={instancePath:n+"/drain",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return E.errors=e,i===0}const Ge={type:"object",properties:{observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},
conditions:{type:"array",items:{$ref:"Condition"},maxItems:4096},engineID:{type:"string",maxLength:4096},dataID:{type:"string",maxLength:4096},engine:{$ref:"Nod\
eEngine"},unreachable:{type:"string",maxLength:32768},obstacle:{type:"string",enum:["AccessDenied","NameUnresolved","HostSilent","NoLogin","NoAnswer","Misconfig\
ured","Unsupported","CallRefused","Failing"]},engineOf:{type:"string",maxLength:4096},otherEngine:{$ref:"OtherEngine"},engineVersion:{type:"string",maxLength:4096},
apiVersion:{type:"string",maxLength:4096},hostname:{type:"string",maxLength:4096},address:{type:"string",maxLength:4096},os:{type:"string",maxLength:4096},architecture:{
type:"string",maxLength:4096},cpus:{type:"integer",minimum:0,maximum:2147483647},memoryBytes:{type:"integer",minimum:0,maximum:9007199254740991},ready:{type:"bo\
olean"},lastSeen:{type:"string",maxLength:4096}},additionalProperties:!1};function C(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.engineID===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"engineID"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="engineID"||r==="\
hostname"||r==="address"||r==="node"||r==="lacking"||r==="lackingCount"||r==="unplaced"||r==="unplacedCount")){const s={instancePath:n,keyword:"additionalProper\
ties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.engineID!==void 0){let r=t.engineID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/engineID",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/engineID",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}if(t.hostname!==void 0){let r=t.hostname;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/hostname",keyword:"max\
Length",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/hostname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.address!==void 0){let r=t.address;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/address",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/address",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.node!==void 0){let r=t.
node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.lacking!==void 0){let r=t.lacking;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/lacking",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>4096){const p={instancePath:n+"/lacking/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/lacking/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/lacking",keyword:"type",params:{type:"array"}};
e===null?e=[s]:e.push(s),i++}}if(t.lackingCount!==void 0){let r=t.lackingCount;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/lackingCount",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(r))){const s={instancePath:n+
"/lackingCount",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(t.unplaced!==void 0){let r=t.unplaced;if(Array.isArray(r)){
if(r.length>4096){const l={instancePath:n+"/unplaced",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){
let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/unplaced/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{
const p={instancePath:n+"/unplaced/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/unplaced",keyword:"t\
ype",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.unplacedCount!==void 0){let r=t.unplacedCount;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/unplacedCount",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)&&(r<0||isNaN(
r))){const s={instancePath:n+"/unplacedCount",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return C.errors=e,i===0}function B(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(Ge.properties,r)){const s={instancePath:n,keyword:"additionalProperties",
params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(
r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=
[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}
if(t.conditions!==void 0){let r=t.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===
null?y.errors:e.concat(y.errors),i=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.
engineID!==void 0){let r=t.engineID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/engineID",keyword:"maxLength",params:{limit:4096}};e===null?
e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/engineID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.dataID!==void 0){let r=t.
dataID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/dataID",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/dataID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.engine!==void 0&&(v(t.engine,{instancePath:n+"/engine",parentData:t,
parentDataProperty:"engine",rootData:a})||(e=e===null?v.errors:e.concat(v.errors),i=e.length)),t.unreachable!==void 0){let r=t.unreachable;if(typeof r=="string"){
if(r.length>32768){const s={instancePath:n+"/unreachable",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"\
/unreachable",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.obstacle!==void 0){let r=t.obstacle;if(typeof r!="string"){const s={instancePath:n+
"/obstacle",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="AccessDenied"||r==="NameUnresolved"||r==="HostSilent"||r==="NoLogin"||
r==="NoAnswer"||r==="Misconfigured"||r==="Unsupported"||r==="CallRefused"||r==="Failing")){const s={instancePath:n+"/obstacle",keyword:"enum",params:{allowedValues:Ge.
properties.obstacle.enum}};e===null?e=[s]:e.push(s),i++}}if(t.engineOf!==void 0){let r=t.engineOf;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/engineOf",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/engineOf",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}if(t.otherEngine!==void 0&&(C(t.otherEngine,{instancePath:n+"/otherEngine",parentData:t,parentDataProperty:"otherEngine",rootData:a})||
(e=e===null?C.errors:e.concat(C.errors),i=e.length)),t.engineVersion!==void 0){let r=t.engineVersion;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/engineVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/engineVersion",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/apiVersi\
on",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.hostname!==void 0){let r=t.hostname;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/hostname",keyword:"maxLeng\
th",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/hostname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
i++}}if(t.address!==void 0){let r=t.address;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/address",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/address",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.os!==void 0){let r=t.
os;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/os",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/os",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.architecture!==void 0){let r=t.architecture;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/architecture",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/architecture",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.cpus!==void 0){let r=t.cpus;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/cpus",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={
instancePath:n+"/cpus",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpu\
s",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.memoryBytes!==void 0){let r=t.memoryBytes;if(!(typeof r=="number"&&!(r%
1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memoryBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&
isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?
e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}
if(t.ready!==void 0&&typeof t.ready!="boolean"){const r={instancePath:n+"/ready",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.lastSeen!==
void 0){let r=t.lastSeen;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/lastSeen",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.
push(s),i++}}else{const s={instancePath:n+"/lastSeen",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return B.errors=e,i===0}function tr(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVer\
sion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}
if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="\
apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"strin\
g"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Be.properties.apiVersion.
enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}if(r!=="Node"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Be.properties.kind.enum}};e===null?e=[s]:e.push(
s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.
errors),i=e.length)),t.spec!==void 0&&(E(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?E.errors:e.concat(E.errors),
i=e.length)),t.status!==void 0&&(B(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===null?B.errors:e.concat(B.errors),
i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return tr.errors=e,i===0}const Vr=ir,Me={type:"obj\
ect",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"strin\
g",enum:["Revision"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"RevisionSpec"},status:{$ref:"RevisionStatus"}}};const Se={type:"object",properties:{image:{type:"string",minLength:1,maxLength:4096},build:{$ref:"Build"},pullPolicy:{type:"string",enum:["Always","Missing","Ne\
ver","Build","Daily","Weekly"]},pullIntervalSeconds:{type:"number",minimum:1},imagePullSecrets:{type:"array",maxItems:32,items:{type:"string",minLength:1,maxLength:4096}},
platform:{type:"string",maxLength:128},command:{type:"array",items:{type:"string",maxLength:131072},maxItems:4096},args:{type:"array",items:{type:"string",maxLength:131072},
maxItems:4096},env:{type:"array",items:{$ref:"EnvVar"},maxItems:4096},workingDir:{type:"string",maxLength:4096},user:{type:"string",maxLength:256},groupAdd:{type:"\
array",items:{type:"string",maxLength:256},maxItems:4096},hostname:{type:"string",maxLength:64},domainname:{type:"string",maxLength:255},macAddress:{type:"strin\
g",maxLength:32},labels:{type:"object",additionalProperties:{type:"string",maxLength:65536},maxProperties:4096},annotations:{type:"object",additionalProperties:{
type:"string",maxLength:65536},maxProperties:4096},tty:{type:"boolean"},stdin:{type:"boolean"},stdinOnce:{type:"boolean"},stopSignal:{type:"string",maxLength:32},
stopGracePeriodSeconds:{type:"number",minimum:0,maximum:31536e3},init:{type:"boolean"},healthcheck:{$ref:"Healthcheck"},mounts:{type:"array",items:{$ref:"Mount"},
maxItems:4096},volumesFrom:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},volumeDriver:{type:"string",maxLength:256},secrets:{type:"array",items:{
$ref:"SecretReference"},maxItems:4096},configs:{type:"array",items:{$ref:"ConfigReference"},maxItems:4096},networks:{type:"array",items:{$ref:"NetworkAttachment"},
maxItems:4096},networkMode:{type:"string",maxLength:512},ports:{type:"array",items:{$ref:"Port"},maxItems:4096},expose:{type:"array",items:{type:"string",pattern:"\
^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?$",maxLength:4096},maxItems:4096},dns:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},dnsSearch:{type:"\
array",items:{type:"string",maxLength:255},maxItems:4096},dnsOptions:{type:"array",items:{type:"string",maxLength:255},maxItems:4096},extraHosts:{type:"array",items:{
type:"string",maxLength:4096},maxItems:4096},links:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},externalLinks:{type:"array",items:{type:"st\
ring",maxLength:4096},maxItems:4096},publishAllPorts:{type:"boolean"},resources:{$ref:"Resources"},memorySwappiness:{type:"integer",minimum:0,maximum:100},oomKillDisable:{
type:"boolean"},oomScoreAdj:{type:"integer",minimum:-1e3,maximum:1e3},cpuShares:{type:"integer",minimum:0,maximum:9007199254740991},cpuPeriod:{type:"integer",minimum:0,
maximum:9007199254740991},cpuQuota:{type:"integer",minimum:-1,maximum:9007199254740991},cpuRealtimePeriod:{type:"integer",minimum:0,maximum:9007199254740991},cpuRealtimeRuntime:{
type:"integer",minimum:-1,maximum:9007199254740991},cpusetCpus:{type:"string",maxLength:1024},cpusetMems:{type:"string",maxLength:1024},cpuCount:{type:"integer",
minimum:0,maximum:9007199254740991},cpuPercent:{type:"number",minimum:0,maximum:100},ioMaximumIOps:{type:"integer",minimum:0,maximum:9007199254740991},ioMaximumBandwidthBytes:{
type:"integer",minimum:0,maximum:9007199254740991},kernelMemoryTCPBytes:{type:"integer",minimum:-1,maximum:9007199254740991},blkio:{$ref:"BlockIO"},devices:{type:"\
array",items:{$ref:"Device"},maxItems:4096},deviceCgroupRules:{type:"array",items:{type:"string",pattern:"^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$",maxLength:4096},
maxItems:4096},deviceRequests:{type:"array",items:{$ref:"DeviceRequest"},maxItems:4096},capAdd:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},capDrop:{
type:"array",items:{type:"string",maxLength:64},maxItems:4096},privileged:{type:"boolean"},readOnly:{type:"boolean"},securityOpt:{type:"array",items:{type:"stri\
ng",maxLength:1048576},maxItems:4096},maskedPaths:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},readonlyPaths:{type:"array",items:{type:"str\
ing",maxLength:4096},maxItems:4096},sysctls:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},ulimits:{type:"array",items:{
$ref:"Ulimit"},maxItems:4096},shmSizeBytes:{type:"integer",minimum:0,maximum:9007199254740991},tmpfs:{type:"object",additionalProperties:{type:"string",maxLength:4096},
maxProperties:4096},pidMode:{type:"string",maxLength:512},ipcMode:{type:"string",maxLength:512},utsMode:{type:"string",maxLength:64},usernsMode:{type:"string",maxLength:64},
cgroupnsMode:{type:"string",enum:["host","private"]},cgroupParent:{type:"string",maxLength:4096},runtime:{type:"string",maxLength:256},isolation:{type:"string",
maxLength:64},storageOpt:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},logging:{$ref:"Logging"},restartPolicy:{$ref:"Re\
startPolicy"},hooks:{$ref:"Hooks"}},additionalProperties:!1},hr={type:"object",properties:{context:{type:"string",minLength:1,maxLength:4096},dockerfile:{type:"\
string",maxLength:4096},dockerfileInline:{type:"string",maxLength:1048576},args:{type:"array",items:{$ref:"EnvVar"},maxItems:4096},target:{type:"string",maxLength:256},
labels:{type:"object",additionalProperties:{type:"string",maxLength:65536},maxProperties:4096},cacheFrom:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},
cacheTo:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},network:{type:"string",maxLength:512},platform:{type:"string",maxLength:128},platforms:{
type:"array",items:{type:"string",maxLength:128},maxItems:4096},extraHosts:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},shmSizeBytes:{type:"\
integer",minimum:0,maximum:9007199254740991},pull:{type:"boolean"},noCache:{type:"boolean"},noCacheFilter:{type:"array",items:{type:"string",maxLength:256},maxItems:4096},
tags:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},isolation:{type:"string",maxLength:64},additionalContexts:{type:"object",additionalProperties:{
type:"string",maxLength:4096},maxProperties:4096},secrets:{type:"array",items:{$ref:"SecretReference"},maxItems:4096},ssh:{type:"array",items:{type:"string",maxLength:4096},
maxItems:4096},privileged:{type:"boolean"},entitlements:{type:"array",items:{type:"string",maxLength:256},maxItems:4096},ulimits:{type:"array",items:{$ref:"Ulim\
it"},maxItems:4096},provenance:{type:"string",maxLength:4096},sbom:{type:"string",maxLength:4096}},additionalProperties:!1};const gr=new RegExp("^[^=\\x00]+$","u");function g(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="obje\
ct"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="name"||r==="value")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.name!==void 0){
let r=t.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.
length<1){const s={instancePath:n+"/name",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}if(!gr.test(r)){const s={instancePath:n+"/name",keyword:"\
pattern",params:{pattern:"^[^=\\x00]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[
s]:e.push(s),i++}}if(t.value!==void 0){let r=t.value;if(typeof r=="string"){if(r.length>131072){const s={instancePath:n+"/value",keyword:"maxLength",params:{limit:131072}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/value",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return g.errors=e,i===0}const Fe=new RegExp("^[0-9]+$","u");function P(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&
!Array.isArray(t)){if(t.secret===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"secret"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="secret"||r==="target"||r==="uid"||r==="gid"||r==="mode")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),i++}if(t.secret!==void 0){let r=t.secret;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/secret",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/secret",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/secret",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.target!==void 0){let r=t.target;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/target",
keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.uid!==void 0){let r=t.uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(!Fe.test(r)){const s={instancePath:n+"/uid",keyword:"pattern",params:{pattern:"^\
[0-9]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.gid!==void 0){
let r=t.gid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/gid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(!Fe.
test(r)){const s={instancePath:n+"/gid",keyword:"pattern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/gid",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.mode!==void 0){let r=t.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/mode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+
"/mode",keyword:"maximum",params:{comparison:"<=",limit:4095}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}
return P.errors=e,i===0}const kr=new RegExp("^[A-Za-z]+$","u");function L(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="objec\
t"&&!Array.isArray(t)){if(t.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="name"||r==="soft"||r==="hard")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.
name!==void 0){let r=t.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),i++}if(!kr.test(r)){const s={instancePath:n+"/name",keyword:"pattern",params:{pattern:"^[A-Za-z]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.soft!==void 0){let r=t.soft;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/soft",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/soft",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={
instancePath:n+"/soft",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),i++}}}if(t.hard!==void 0){let r=t.hard;if(!(typeof r=="numb\
er"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hard",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&
isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/hard",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:
e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/hard",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),i++}}}}else{const r={
instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return L.errors=e,i===0}function G(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(hr.properties,r)){const s={instancePath:n,keyword:"add\
itionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.context!==void 0){let r=t.context;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/context",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/context",keyword:"minLe\
ngth",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/context",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}
if(t.dockerfile!==void 0){let r=t.dockerfile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/dockerfile",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/dockerfile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.dockerfileInline!==
void 0){let r=t.dockerfileInline;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+"/dockerfileInline",keyword:"maxLength",params:{limit:1048576}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/dockerfileInline",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.args!==
void 0){let r=t.args;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/args",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}
const s=r.length;for(let l=0;l<s;l++)g(r[l],{instancePath:n+"/args/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(g.errors),i=
e.length)}else{const s={instancePath:n+"/args",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.target!==void 0){let r=t.target;if(typeof r==
"string"){if(r.length>256){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/target",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){
if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];
if(typeof l=="string"){if(l.length>65536){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};
e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.cacheFrom!==void 0){let r=t.
cacheFrom;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/cacheFrom",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/cacheFrom/"+l,keyword:"maxLength",params:{limit:4096}};
e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/cacheFrom/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+
"/cacheFrom",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.cacheTo!==void 0){let r=t.cacheTo;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/cacheTo",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="st\
ring"){if(o.length>4096){const p={instancePath:n+"/cacheTo/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/cacheTo/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/cacheTo",keyword:"type",params:{type:"array"}};
e===null?e=[s]:e.push(s),i++}}if(t.network!==void 0){let r=t.network;if(typeof r=="string"){if(r.length>512){const s={instancePath:n+"/network",keyword:"maxLeng\
th",params:{limit:512}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/network",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}
if(t.platform!==void 0){let r=t.platform;if(typeof r=="string"){if(r.length>128){const s={instancePath:n+"/platform",keyword:"maxLength",params:{limit:128}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/platform",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.platforms!==void 0){
let r=t.platforms;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/platforms",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>128){const p={instancePath:n+"/platforms/"+l,keyword:"maxLength",params:{limit:128}};
e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/platforms/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+
"/platforms",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.extraHosts!==void 0){let r=t.extraHosts;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/extraHosts",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>4096){const p={instancePath:n+"/extraHosts/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/extraHosts/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/extraHosts",keyword:"type",params:{type:"a\
rray"}};e===null?e=[s]:e.push(s),i++}}if(t.shmSizeBytes!==void 0){let r=t.shmSizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/shmSizeBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={
instancePath:n+"/shmSizeBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/shmSizeBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.pull!==void 0&&typeof t.pull!="boolean"){const r={instancePath:n+
"/pull",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.noCache!==void 0&&typeof t.noCache!="boolean"){const r={instancePath:n+"/noCac\
he",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.noCacheFilter!==void 0){let r=t.noCacheFilter;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/noCacheFilter",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>256){const p={instancePath:n+"/noCacheFilter/"+l,keyword:"maxLength",params:{limit:256}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/noCacheFilter/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/noCacheFilter",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),i++}}if(t.tags!==void 0){let r=t.tags;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/tags",keyword:"maxItems",
params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/tags/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/tags/"+l,keyword:"type",params:{type:"string"}};
e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/tags",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.isolation!==void 0){
let r=t.isolation;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/isolation",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/isolation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.additionalContexts!==void 0){let r=t.additionalContexts;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/additionalContexts",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/additionalContexts/"+s.replace(/~/g,
"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/additionalContexts/"+s.replace(/~/g,
"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/additionalContexts",keyword:"type",
params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.secrets!==void 0){let r=t.secrets;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/se\
crets",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)P(r[l],{instancePath:n+"/secrets/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)}else{const s={instancePath:n+"/secrets",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),i++}}if(t.ssh!==void 0){let r=t.ssh;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ssh",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/ss\
h/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/ssh/"+l,keyword:"type",params:{type:"string"}};e===null?
e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/ssh",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.privileged!==void 0&&typeof t.
privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.entitlements!==void 0){let r=t.
entitlements;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/entitlements",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>256){const p={instancePath:n+"/entitlements/"+l,keyword:"maxLength",params:{
limit:256}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/entitlements/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{
const s={instancePath:n+"/entitlements",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.ulimits!==void 0){let r=t.ulimits;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/ulimits",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)
L(r[l],{instancePath:n+"/ulimits/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?L.errors:e.concat(L.errors),i=e.length)}else{const s={instancePath:n+
"/ulimits",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.provenance!==void 0){let r=t.provenance;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/provenance",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/provenance",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.sbom!==void 0){let r=t.sbom;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/\
sbom",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/sbom",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return G.errors=e,i===0}function M(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="test"||r==="intervalSeconds"||r==="timeoutSeconds"||r==="startPeriodSeconds"||r==="startIntervalSeconds"||r==="retries"||r==="disable")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.test!==void 0){let r=t.test;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/test",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>131072){const p={instancePath:n+"/test/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/test/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/test",keyword:"type",params:{type:"array"}};e===
null?e=[s]:e.push(s),i++}}if(t.intervalSeconds!==void 0){let r=t.intervalSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"\
/intervalSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/intervalSeconds",keyword:"typ\
e",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.timeoutSeconds!==void 0){let r=t.timeoutSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(
r)){const s={instancePath:n+"/timeoutSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/t\
imeoutSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.startPeriodSeconds!==void 0){let r=t.startPeriodSeconds;if(typeof r=="n\
umber"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/startPeriodSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),
i++}}else{const s={instancePath:n+"/startPeriodSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.startIntervalSeconds!==void 0){
let r=t.startIntervalSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/startIntervalSeconds",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/startIntervalSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),
i++}}if(t.retries!==void 0){let r=t.retries;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/retries",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/retries",keyword:"maximum",
params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/retries",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.disable!==void 0&&typeof t.disable!="boolean"){const r={instancePath:n+"/disable",keyword:"type",params:{type:"\
boolean"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return M.errors=e,i===
0}const Re={type:"object",required:["type","target"],properties:{type:{type:"string",enum:["Volume","Bind","Tmpfs","NamedPipe","Image","Cluster"]},source:{type:"\
string",maxLength:4096},target:{type:"string",minLength:1,maxLength:4096},readOnly:{type:"boolean"},consistency:{type:"string",enum:["default","consistent","cac\
hed","delegated"]},bind:{$ref:"BindOptions"},volume:{$ref:"VolumeOptions"},tmpfs:{$ref:"TmpfsOptions"},image:{$ref:"ImageMountOptions"}},additionalProperties:!1},
Te={type:"object",properties:{propagation:{type:"string",enum:["private","rprivate","shared","rshared","slave","rslave"]},createHostPath:{type:"boolean"},nonRecursive:{
type:"boolean"},readOnlyNonRecursive:{type:"boolean"},readOnlyForceRecursive:{type:"boolean"},selinux:{type:"string",enum:["z","Z"]}},additionalProperties:!1};function T(t,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="pro\
pagation"||r==="createHostPath"||r==="nonRecursive"||r==="readOnlyNonRecursive"||r==="readOnlyForceRecursive"||r==="selinux")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.propagation!==void 0){let r=t.propagation;if(typeof r!="string"){const s={
instancePath:n+"/propagation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="private"||r==="rprivate"||r==="shared"||r==="rshared"||
r==="slave"||r==="rslave")){const s={instancePath:n+"/propagation",keyword:"enum",params:{allowedValues:Te.properties.propagation.enum}};e===null?e=[s]:e.push(s),
i++}}if(t.createHostPath!==void 0&&typeof t.createHostPath!="boolean"){const r={instancePath:n+"/createHostPath",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),i++}if(t.nonRecursive!==void 0&&typeof t.nonRecursive!="boolean"){const r={instancePath:n+"/nonRecursive",keyword:"type",params:{type:"boolean"}};
e===null?e=[r]:e.push(r),i++}if(t.readOnlyNonRecursive!==void 0&&typeof t.readOnlyNonRecursive!="boolean"){const r={instancePath:n+"/readOnlyNonRecursive",keyword:"\
type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.readOnlyForceRecursive!==void 0&&typeof t.readOnlyForceRecursive!="boolean"){const r={instancePath:n+
"/readOnlyForceRecursive",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.selinux!==void 0){let r=t.selinux;if(typeof r!="string"){const s={
instancePath:n+"/selinux",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="z"||r==="Z")){const s={instancePath:n+"/selinux",keyword:"\
enum",params:{allowedValues:Te.properties.selinux.enum}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===
null?e=[r]:e.push(r),i++}return T.errors=e,i===0}function H(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="name"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.name!==
void 0){let r=t.name;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.options!==void 0){let r=t.options;if(r&&typeof r=="obj\
ect"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),
i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{
type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return H.errors=e,i===0}function z(t,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="noCopy"||r==="subpath"||r==="label\
s"||r==="driver")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.noCopy!==void 0&&typeof t.
noCopy!="boolean"){const r={instancePath:n+"/noCopy",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.subpath!==void 0){let r=t.subpath;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/subpath",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/subpath",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.
isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};
e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}t.driver!==void 0&&(H(t.driver,{
instancePath:n+"/driver",parentData:t,parentDataProperty:"driver",rootData:a})||(e=e===null?H.errors:e.concat(H.errors),i=e.length))}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return z.errors=e,i===0}function Z(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="sizeBytes"||r==="mode"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
i++}if(t.sizeBytes!==void 0){let r=t.sizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/sizeBytes",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/sizeBytes",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/sizeBytes",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.mode!==void 0){let r=t.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/mode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+
"/mode",keyword:"maximum",params:{comparison:"<=",limit:4095}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.options!==void 0){let r=t.options;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/options",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>
4096){const p={instancePath:n+"/options/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/options/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Z.errors=e,i===0}function U(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(r!=="subpath"){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.subpath!==void 0){let r=t.
subpath;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/subpath",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/subpath",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return U.errors=e,i===0}function _(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;
if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.type===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:e.push(
r),i++}if(t.target===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"target"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!h.call(
Re.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.type!==void 0){let r=t.
type;if(typeof r!="string"){const s={instancePath:n+"/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Volume"||r==="Bind"||r===
"Tmpfs"||r==="NamedPipe"||r==="Image"||r==="Cluster")){const s={instancePath:n+"/type",keyword:"enum",params:{allowedValues:Re.properties.type.enum}};e===null?e=
[s]:e.push(s),i++}}if(t.source!==void 0){let r=t.source;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/source",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/source",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.target!==void 0){
let r=t.target;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}
if(r.length<1){const s={instancePath:n+"/target",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/target",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.readOnly!==void 0&&typeof t.readOnly!="boolean"){const r={instancePath:n+"/readOnly",keyword:"t\
ype",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.consistency!==void 0){let r=t.consistency;if(typeof r!="string"){const s={instancePath:n+"/consi\
stency",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="default"||r==="consistent"||r==="cached"||r==="delegated")){const s={instancePath:n+
"/consistency",keyword:"enum",params:{allowedValues:Re.properties.consistency.enum}};e===null?e=[s]:e.push(s),i++}}t.bind!==void 0&&(T(t.bind,{instancePath:n+"/\
bind",parentData:t,parentDataProperty:"bind",rootData:a})||(e=e===null?T.errors:e.concat(T.errors),i=e.length)),t.volume!==void 0&&(z(t.volume,{instancePath:n+"\
/volume",parentData:t,parentDataProperty:"volume",rootData:a})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)),t.tmpfs!==void 0&&(Z(t.tmpfs,{instancePath:n+
"/tmpfs",parentData:t,parentDataProperty:"tmpfs",rootData:a})||(e=e===null?Z.errors:e.concat(Z.errors),i=e.length)),t.image!==void 0&&(U(t.image,{instancePath:n+
"/image",parentData:t,parentDataProperty:"image",rootData:a})||(e=e===null?U.errors:e.concat(U.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return _.errors=e,i===0}function Q(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.config===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"config"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="config"||r==="target"||r===
"uid"||r==="gid"||r==="mode")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.config!==
void 0){let r=t.config;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/config",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),i++}if(r.length<1){const s={instancePath:n+"/config",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/confi\
g",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.target!==void 0){let r=t.target;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/target",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.uid!==void 0){let r=t.uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}if(!Fe.test(r)){const s={instancePath:n+"/uid",keyword:"pattern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.gid!==void 0){let r=t.gid;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/gid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(!Fe.test(r)){const s={instancePath:n+"/gid",keyword:"pat\
tern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/gid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.mode!==void 0){let r=t.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/mode",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+"/mode",keyword:"maximum",params:{comparison:"\
<=",limit:4095}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[
s]:e.push(s),i++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Q.errors=e,i===0}const wr={type:"obj\
ect",required:["network"],properties:{network:{type:"string",minLength:1,maxLength:4096},aliases:{type:"array",items:{type:"string",maxLength:255},maxItems:4096},
ipv4Address:{type:"string",maxLength:64},ipv6Address:{type:"string",maxLength:64},linkLocalIPs:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},macAddress:{
type:"string",maxLength:32},driverOpts:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},gwPriority:{type:"integer",minimum:-2147483648,
maximum:2147483647},priority:{type:"number"},interfaceName:{type:"string",maxLength:15}},additionalProperties:!1};function J(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.network===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
network"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!h.call(wr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.network!==void 0){let r=t.network;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/network",keyword:"maxLeng\
th",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/network",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(
s),i++}}else{const s={instancePath:n+"/network",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.aliases!==void 0){let r=t.aliases;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/aliases",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){const p={instancePath:n+"/aliases/"+l,keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),
i++}}else{const p={instancePath:n+"/aliases/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/aliases",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.ipv4Address!==void 0){let r=t.ipv4Address;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+
"/ipv4Address",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/ipv4Address",keyword:"type",params:{type:"str\
ing"}};e===null?e=[s]:e.push(s),i++}}if(t.ipv6Address!==void 0){let r=t.ipv6Address;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/ipv6Address",
keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/ipv6Address",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}}if(t.linkLocalIPs!==void 0){let r=t.linkLocalIPs;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/linkLocalIPs",keyword:"ma\
xItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+
"/linkLocalIPs/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/linkLocalIPs/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/linkLocalIPs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.macAddress!==
void 0){let r=t.macAddress;if(typeof r=="string"){if(r.length>32){const s={instancePath:n+"/macAddress",keyword:"maxLength",params:{limit:32}};e===null?e=[s]:e.
push(s),i++}}else{const s={instancePath:n+"/macAddress",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.driverOpts!==void 0){let r=t.driverOpts;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"maxProperties",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,
"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/driverOpts",keyword:"type",params:{type:"object"}};e===
null?e=[s]:e.push(s),i++}}if(t.gwPriority!==void 0){let r=t.gwPriority;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/gwPri\
ority",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/gwPriority",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<-2147483648||isNaN(r)){const s={instancePath:n+"/gw\
Priority",keyword:"minimum",params:{comparison:">=",limit:-2147483648}};e===null?e=[s]:e.push(s),i++}}}if(t.priority!==void 0){let r=t.priority;if(!(typeof r=="\
number"&&isFinite(r))){const s={instancePath:n+"/priority",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.interfaceName!==void 0){let r=t.
interfaceName;if(typeof r=="string"){if(r.length>15){const s={instancePath:n+"/interfaceName",keyword:"maxLength",params:{limit:15}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/interfaceName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return J.errors=e,i===0}const Ve={type:"object",required:["containerPort"],properties:{containerPort:{type:"integer",
minimum:1,maximum:65535},containerPortEnd:{type:"integer",minimum:1,maximum:65535},hostPort:{type:"integer",minimum:0,maximum:65535},hostPortEnd:{type:"integer",
minimum:1,maximum:65535},hostIP:{type:"string",maxLength:64},protocol:{type:"string",enum:["tcp","udp","sctp"]},name:{type:"string",maxLength:63},appProtocol:{type:"\
string",maxLength:63},mode:{type:"string",enum:["Host","Ingress"]}},additionalProperties:!1};function K(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.containerPort===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"con\
tainerPort"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!h.call(Ve.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.containerPort!==void 0){let r=t.containerPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/containerPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+
"/containerPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),i++}if(r<1||isNaN(r)){const s={instancePath:n+"/containerPort",
keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),i++}}}if(t.containerPortEnd!==void 0){let r=t.containerPortEnd;if(!(typeof r=="numb\
er"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/containerPortEnd",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/containerPortEnd",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:
e.push(s),i++}if(r<1||isNaN(r)){const s={instancePath:n+"/containerPortEnd",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),i++}}}if(t.
hostPort!==void 0){let r=t.hostPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hostPort",keyword:"type",params:{type:"i\
nteger"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"maximum",params:{comparison:"\
<=",limit:65535}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?
e=[s]:e.push(s),i++}}}if(t.hostPortEnd!==void 0){let r=t.hostPortEnd;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hostPor\
tEnd",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/h\
ostPortEnd",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),i++}if(r<1||isNaN(r)){const s={instancePath:n+"/hostPortEnd",keyword:"\
minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),i++}}}if(t.hostIP!==void 0){let r=t.hostIP;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+
"/hostIP",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/hostIP",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.protocol!==void 0){let r=t.protocol;if(typeof r!="string"){const s={instancePath:n+"/protocol",keyword:"type",params:{type:"strin\
g"}};e===null?e=[s]:e.push(s),i++}if(!(r==="tcp"||r==="udp"||r==="sctp")){const s={instancePath:n+"/protocol",keyword:"enum",params:{allowedValues:Ve.properties.
protocol.enum}};e===null?e=[s]:e.push(s),i++}}if(t.name!==void 0){let r=t.name;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/name",keyword:"m\
axLength",params:{limit:63}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
i++}}if(t.appProtocol!==void 0){let r=t.appProtocol;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/appProtocol",keyword:"maxLength",params:{limit:63}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/appProtocol",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.mode!==void 0){
let r=t.mode;if(typeof r!="string"){const s={instancePath:n+"/mode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Host"||r==="In\
gress")){const s={instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Ve.properties.mode.enum}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return K.errors=e,i===0}function W(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="cpus"||r==="memoryBytes"||r==="memorySwapBytes"||r==="pids")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),i++}if(t.cpus!==void 0){let r=t.cpus;if(typeof r=="number"&&isFinite(r)){if(r>1e5||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"maxim\
um",params:{comparison:"<=",limit:1e5}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cpus",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.memoryBytes!==
void 0){let r=t.memoryBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memoryBytes",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"maximum",
params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.memorySwapBytes!==void 0){let r=t.memorySwapBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/memorySwapBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/memorySwapBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(
r)){const s={instancePath:n+"/memorySwapBytes",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),i++}}}if(t.pids!==void 0){let r=t.pids;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/pids",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/pids",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?
e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/pids",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),i++}}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return W.errors=e,i===0}function X(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.kind===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="kind"||r==="value"||r==="nam\
ed")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.kind!==void 0){let r=t.kind;if(typeof r==
"string"){if(r.length>256){const s={instancePath:n+"/kind",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/\
kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.value!==void 0){let r=t.value;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/value",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/value",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/value",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.named!==void 0){let r=t.named;if(typeof r=="stri\
ng"){if(r.length>256){const s={instancePath:n+"/named",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/name\
d",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),i++}return X.errors=e,i===0}function A(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="driver"||r==="count"||r==="deviceIDs"||r==="capabilities"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.driver!==void 0){let r=t.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",
params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
count!==void 0){let r=t.count;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/count",keyword:"type",params:{type:"integer"}};
e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/count",keyword:"maximum",params:{comparison:"\
<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/count",keyword:"minimum",params:{comparison:">=",limit:-1}};e===
null?e=[s]:e.push(s),i++}}}if(t.deviceIDs!==void 0){let r=t.deviceIDs;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceIDs",keyword:"maxIt\
ems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/deviceIDs/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/deviceIDs/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/deviceIDs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.capabilities!==
void 0){let r=t.capabilities;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/capabilities",keyword:"maxItems",params:{limit:4096}};e===null?e=[
l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(Array.isArray(o)){if(o.length>4096){const w={instancePath:n+"/capabilities/"+l,keyword:"max\
Items",params:{limit:4096}};e===null?e=[w]:e.push(w),i++}const p=o.length;for(let w=0;w<p;w++){let $e=o[w];if(typeof $e=="string"){if($e.length>256){const D={instancePath:n+
"/capabilities/"+l+"/"+w,keyword:"maxLength",params:{limit:256}};e===null?e=[D]:e.push(D),i++}}else{const D={instancePath:n+"/capabilities/"+l+"/"+w,keyword:"ty\
pe",params:{type:"string"}};e===null?e=[D]:e.push(D),i++}}}else{const p={instancePath:n+"/capabilities/"+l,keyword:"type",params:{type:"array"}};e===null?e=[p]:
e.push(p),i++}}}else{const s={instancePath:n+"/capabilities",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.options!==void 0){let r=t.
options;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"\
~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?
e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return A.errors=e,i===0}function Y(t,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="cpus"||r==="memoryByt\
es"||r==="genericResources"||r==="devices")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}
if(t.cpus!==void 0){let r=t.cpus;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cpus",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.memoryBytes!==
void 0){let r=t.memoryBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memoryBytes",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"maximum",
params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.genericResources!==void 0){let r=t.genericResources;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/genericResources",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)X(r[l],{instancePath:n+
"/genericResources/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?X.errors:e.concat(X.errors),i=e.length)}else{const s={instancePath:n+"/generi\
cResources",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.devices!==void 0){let r=t.devices;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/devices",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)A(r[l],{instancePath:n+"/dev\
ices/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?A.errors:e.concat(A.errors),i=e.length)}else{const s={instancePath:n+"/devices",keyword:"ty\
pe",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Y.
errors=e,i===0}function ee(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){
for(const r in t)if(!(r==="limits"||r==="reservations")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.
push(s),i++}t.limits!==void 0&&(W(t.limits,{instancePath:n+"/limits",parentData:t,parentDataProperty:"limits",rootData:a})||(e=e===null?W.errors:e.concat(W.errors),
i=e.length)),t.reservations!==void 0&&(Y(t.reservations,{instancePath:n+"/reservations",parentData:t,parentDataProperty:"reservations",rootData:a})||(e=e===null?
Y.errors:e.concat(Y.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ee.errors=e,i===
0}function re(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}if(t.weight===void 0){const r={instancePath:n,keyword:"\
required",params:{missingProperty:"weight"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="path"||r==="weight")){const s={instancePath:n,keyword:"addi\
tionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.path!==void 0){let r=t.path;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/path",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/path",keyword:"minLength",
params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/path",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.weight!==
void 0){let r=t.weight;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/weight",keyword:"type",params:{type:"integer"}};e===null?
e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/weight",keyword:"maximum",params:{comparison:"<=",limit:1e3}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/weight",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return re.errors=e,i===0}function c(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.path===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),i++}if(t.rate===void 0){const r={instancePath:n,keyword:"re\
quired",params:{missingProperty:"rate"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="path"||r==="rate")){const s={instancePath:n,keyword:"additional\
Properties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.path!==void 0){let r=t.path;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/path",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/path",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/path",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.rate!==void 0){let r=t.
rate;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/rate",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/rate",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/rate",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return c.errors=e,i===0}function se(t,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="weight"||r==="weightDevices"||r===
"readBps"||r==="writeBps"||r==="readIops"||r==="writeIops")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:
e.push(s),i++}if(t.weight!==void 0){let r=t.weight;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/weight",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/weight",keyword:"maximum",params:{
comparison:"<=",limit:1e3}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/weight",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}}if(t.weightDevices!==void 0){let r=t.weightDevices;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/weightDevices",
keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)re(r[l],{instancePath:n+"/weightDevices/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?re.errors:e.concat(re.errors),i=e.length)}else{const s={instancePath:n+"/weightDevices",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),i++}}if(t.readBps!==void 0){let r=t.readBps;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readBps",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/readBps/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?c.errors:e.concat(c.errors),i=e.length)}else{const s={instancePath:n+"/readBps",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),i++}}if(t.writeBps!==void 0){let r=t.writeBps;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/writeBps",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/writeBps/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?
c.errors:e.concat(c.errors),i=e.length)}else{const s={instancePath:n+"/writeBps",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.readIops!==
void 0){let r=t.readIops;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readIops",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(
l),i++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/readIops/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?c.errors:e.concat(
c.errors),i=e.length)}else{const s={instancePath:n+"/readIops",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.writeIops!==void 0){let r=t.
writeIops;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/writeIops",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/writeIops/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?c.errors:e.concat(c.errors),i=e.length)}else{
const s={instancePath:n+"/writeIops",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return se.errors=e,i===0}const xr=new RegExp("^[rwm]{1,3}$","u");function te(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="obj\
ect"&&!Array.isArray(t)){if(t.source===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"source"}};e===null?e=[r]:e.push(r),i++}for(const r in t)
if(!(r==="source"||r==="target"||r==="permissions")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(
s),i++}if(t.source!==void 0){let r=t.source;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/source",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/source",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/source",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.target!==void 0){let r=t.target;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/target",keyword:"t\
ype",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.permissions!==void 0){let r=t.permissions;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/permissions",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(!xr.test(r)){const s={instancePath:n+"/permissions",keyword:"pattern",params:{
pattern:"^[rwm]{1,3}$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/permissions",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return te.errors=e,i===0}function ie(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="driver"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.driver!==
void 0){let r=t.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),
i++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.options!==void 0){let r=t.options;if(r&&typeof r==
"object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(
s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{
type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ie.errors=e,i===0}const br={type:"object",properties:{condition:{
type:"string",enum:["Always","UnlessStopped","OnFailure","Never"]},delaySeconds:{type:"number",minimum:0},maxAttempts:{type:"integer",minimum:0,maximum:2147483647},
windowSeconds:{type:"number",minimum:0}},additionalProperties:!1};function ne(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="condition"||r==="delaySeconds"||r==="maxAttempts"||r==="windowSeconds")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.condition!==void 0){let r=t.condition;if(typeof r!="string"){const s={
instancePath:n+"/condition",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Always"||r==="UnlessStopped"||r==="OnFailure"||r==="Ne\
ver")){const s={instancePath:n+"/condition",keyword:"enum",params:{allowedValues:br.properties.condition.enum}};e===null?e=[s]:e.push(s),i++}}if(t.delaySeconds!==
void 0){let r=t.delaySeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.
maxAttempts!==void 0){let r=t.maxAttempts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/maxAttempts",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/maxAttempts",keyword:"max\
imum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxAttempts",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.windowSeconds!==void 0){let r=t.windowSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){
const s={instancePath:n+"/windowSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/window\
Seconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return ne.errors=e,i===0}function x(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.command===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"command"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="command"||r==="user"||r===
"privileged"||r==="workingDir"||r==="env")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.
command!==void 0){let r=t.command;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/command",keyword:"maxItems",params:{limit:4096}};e===null?e=[
l]:e.push(l),i++}if(r.length<1){const l={instancePath:n+"/command",keyword:"minItems",params:{limit:1}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>131072){const p={instancePath:n+"/command/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(
p),i++}}else{const p={instancePath:n+"/command/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/command",
keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.user!==void 0){let r=t.user;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+
"/user",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/user",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}}if(t.privileged!==void 0&&typeof t.privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"type",params:{type:"boolean"}};e===
null?e=[r]:e.push(r),i++}if(t.workingDir!==void 0){let r=t.workingDir;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/workingDir",keyword:"ma\
xLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/workingDir",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.env!==void 0){let r=t.env;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/env",keyword:"maxItems",params:{limit:4096}};e===null?e=
[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)g(r[l],{instancePath:n+"/env/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(
g.errors),i=e.length)}else{const s={instancePath:n+"/env",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return x.errors=e,i===0}function le(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="postStart"||r==="preStop")){const s={instancePath:n,keyword:"additionalPr\
operties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.postStart!==void 0){let r=t.postStart;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/postStart",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)x(r[l],{instancePath:n+"/p\
ostStart/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}else{const s={instancePath:n+"/postStart",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.preStop!==void 0){let r=t.preStop;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/preStop",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)x(r[l],{instancePath:n+"/preStop/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?x.errors:e.concat(x.errors),i=e.length)}else{const s={instancePath:n+"/preStop",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return le.errors=e,i===0}const Nr=new RegExp(
"^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?$","u"),vr=new RegExp("^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$","u");function k(t,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(Se.properties,r)){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.image!==void 0){let r=t.image;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/image",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/image",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/image",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
i++}}if(t.build!==void 0&&(G(t.build,{instancePath:n+"/build",parentData:t,parentDataProperty:"build",rootData:a})||(e=e===null?G.errors:e.concat(G.errors),i=e.
length)),t.pullPolicy!==void 0){let r=t.pullPolicy;if(typeof r!="string"){const s={instancePath:n+"/pullPolicy",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}if(!(r==="Always"||r==="Missing"||r==="Never"||r==="Build"||r==="Daily"||r==="Weekly")){const s={instancePath:n+"/pullPolicy",keyword:"enum",
params:{allowedValues:Se.properties.pullPolicy.enum}};e===null?e=[s]:e.push(s),i++}}if(t.pullIntervalSeconds!==void 0){let r=t.pullIntervalSeconds;if(typeof r==
"number"&&isFinite(r)){if(r<1||isNaN(r)){const s={instancePath:n+"/pullIntervalSeconds",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(
s),i++}}else{const s={instancePath:n+"/pullIntervalSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.imagePullSecrets!==void 0){
let r=t.imagePullSecrets;if(Array.isArray(r)){if(r.length>32){const l={instancePath:n+"/imagePullSecrets",keyword:"maxItems",params:{limit:32}};e===null?e=[l]:e.
push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/imagePullSecrets/"+l,keyword:"ma\
xLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}if(o.length<1){const p={instancePath:n+"/imagePullSecrets/"+l,keyword:"minLength",params:{limit:1}};e===
null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/imagePullSecrets/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={
instancePath:n+"/imagePullSecrets",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.platform!==void 0){let r=t.platform;if(typeof r=="st\
ring"){if(r.length>128){const s={instancePath:n+"/platform",keyword:"maxLength",params:{limit:128}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"\
/platform",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.command!==void 0){let r=t.command;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/command",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="st\
ring"){if(o.length>131072){const p={instancePath:n+"/command/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/command/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/command",keyword:"type",params:{type:"array"}};
e===null?e=[s]:e.push(s),i++}}if(t.args!==void 0){let r=t.args;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/args",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>131072){const p={instancePath:n+"/\
args/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/args/"+l,keyword:"type",params:{type:"string"}};
e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/args",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.env!==void 0){let r=t.
env;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/env",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;
for(let l=0;l<s;l++)g(r[l],{instancePath:n+"/env/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(g.errors),i=e.length)}else{const s={
instancePath:n+"/env",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.workingDir!==void 0){let r=t.workingDir;if(typeof r=="string"){if(r.
length>4096){const s={instancePath:n+"/workingDir",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/working\
Dir",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.user!==void 0){let r=t.user;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+
"/user",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/user",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),i++}}if(t.groupAdd!==void 0){let r=t.groupAdd;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/groupAdd",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>256){const p={instancePath:n+"/gro\
upAdd/"+l,keyword:"maxLength",params:{limit:256}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/groupAdd/"+l,keyword:"type",params:{type:"string"}};
e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/groupAdd",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.hostname!==void 0){
let r=t.hostname;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/hostname",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/hostname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.domainname!==void 0){let r=t.domainname;if(typeof r==
"string"){if(r.length>255){const s={instancePath:n+"/domainname",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/domainname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.macAddress!==void 0){let r=t.macAddress;if(typeof r=="string"){if(r.length>
32){const s={instancePath:n+"/macAddress",keyword:"maxLength",params:{limit:32}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/macAddress",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).
length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>65536){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};e===null?e=[o]:
e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.annotations!==void 0){let r=t.annotations;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/annotations",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>65536){const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").
replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/annotations",keyword:"type",params:{type:"objec\
t"}};e===null?e=[s]:e.push(s),i++}}if(t.tty!==void 0&&typeof t.tty!="boolean"){const r={instancePath:n+"/tty",keyword:"type",params:{type:"boolean"}};e===null?e=
[r]:e.push(r),i++}if(t.stdin!==void 0&&typeof t.stdin!="boolean"){const r={instancePath:n+"/stdin",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(
r),i++}if(t.stdinOnce!==void 0&&typeof t.stdinOnce!="boolean"){const r={instancePath:n+"/stdinOnce",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(
r),i++}if(t.stopSignal!==void 0){let r=t.stopSignal;if(typeof r=="string"){if(r.length>32){const s={instancePath:n+"/stopSignal",keyword:"maxLength",params:{limit:32}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/stopSignal",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.stopGracePeriodSeconds!==
void 0){let r=t.stopGracePeriodSeconds;if(typeof r=="number"&&isFinite(r)){if(r>31536e3||isNaN(r)){const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"ma\
ximum",params:{comparison:"<=",limit:31536e3}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"type",params:{type:"number"}};e===
null?e=[s]:e.push(s),i++}}if(t.init!==void 0&&typeof t.init!="boolean"){const r={instancePath:n+"/init",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.
push(r),i++}if(t.healthcheck!==void 0&&(M(t.healthcheck,{instancePath:n+"/healthcheck",parentData:t,parentDataProperty:"healthcheck",rootData:a})||(e=e===null?M.
errors:e.concat(M.errors),i=e.length)),t.mounts!==void 0){let r=t.mounts;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/mounts",keyword:"maxIt\
ems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)_(r[l],{instancePath:n+"/mounts/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?_.errors:e.concat(_.errors),i=e.length)}else{const s={instancePath:n+"/mounts",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),i++}}if(t.volumesFrom!==void 0){let r=t.volumesFrom;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/volumesFrom",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/vo\
lumesFrom/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/volumesFrom/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/volumesFrom",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.volumeDriver!==
void 0){let r=t.volumeDriver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/volumeDriver",keyword:"maxLength",params:{limit:256}};e===null?e=
[s]:e.push(s),i++}}else{const s={instancePath:n+"/volumeDriver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.secrets!==void 0){let r=t.
secrets;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/secrets",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)P(r[l],{instancePath:n+"/secrets/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?P.errors:e.concat(P.errors),i=e.length)}else{
const s={instancePath:n+"/secrets",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.configs!==void 0){let r=t.configs;if(Array.isArray(r)){
if(r.length>4096){const l={instancePath:n+"/configs",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)Q(
r[l],{instancePath:n+"/configs/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?Q.errors:e.concat(Q.errors),i=e.length)}else{const s={instancePath:n+
"/configs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.networks!==void 0){let r=t.networks;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/networks",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)J(r[l],{instancePath:n+"/ne\
tworks/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?J.errors:e.concat(J.errors),i=e.length)}else{const s={instancePath:n+"/networks",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.networkMode!==void 0){let r=t.networkMode;if(typeof r=="string"){if(r.length>512){const s={instancePath:n+
"/networkMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/networkMode",keyword:"type",params:{type:"st\
ring"}};e===null?e=[s]:e.push(s),i++}}if(t.ports!==void 0){let r=t.ports;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ports",keyword:"maxIte\
ms",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)K(r[l],{instancePath:n+"/ports/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?K.errors:e.concat(K.errors),i=e.length)}else{const s={instancePath:n+"/ports",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),i++}}if(t.expose!==void 0){let r=t.expose;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/expose",keyword:"maxItems",params:{limit:4096}};e===
null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/expose/"+l,keyword:"\
maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}if(!Nr.test(o)){const p={instancePath:n+"/expose/"+l,keyword:"pattern",params:{pattern:"^[0-9]{1,5}\
(-[0-9]{1,5})?(/(tcp|udp|sctp))?$"}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/expose/"+l,keyword:"type",params:{type:"string"}};e===null?e=[
p]:e.push(p),i++}}}else{const s={instancePath:n+"/expose",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.dns!==void 0){let r=t.dns;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/dns",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/dns/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),i++}}else{
const p={instancePath:n+"/dns/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/dns",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.dnsSearch!==void 0){let r=t.dnsSearch;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/dnsSear\
ch",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){
const p={instancePath:n+"/dnsSearch/"+l,keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/dnsSearch/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/dnsSearch",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),i++}}if(t.dnsOptions!==void 0){let r=t.dnsOptions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/dnsOptions",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){const p={instancePath:n+"/dnsOptions/"+l,keyword:"\
maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/dnsOptions/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:
e.push(p),i++}}}else{const s={instancePath:n+"/dnsOptions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.extraHosts!==void 0){let r=t.
extraHosts;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/extraHosts",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/extraHosts/"+l,keyword:"maxLength",params:{limit:4096}};
e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/extraHosts/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={
instancePath:n+"/extraHosts",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.links!==void 0){let r=t.links;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/links",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>4096){const p={instancePath:n+"/links/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/links/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/links",keyword:"type",params:{type:"array"}};e===
null?e=[s]:e.push(s),i++}}if(t.externalLinks!==void 0){let r=t.externalLinks;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/externalLinks",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/externalLinks/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/externalLinks/"+l,keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/externalLinks",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.publishAllPorts!==void 0&&typeof t.publishAllPorts!="boolean"){const r={instancePath:n+"/publishAllPorts",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),i++}if(t.resources!==void 0&&(ee(t.resources,{instancePath:n+"/resources",parentData:t,parentDataProperty:"resources",rootData:a})||(e=e===null?
ee.errors:e.concat(ee.errors),i=e.length)),t.memorySwappiness!==void 0){let r=t.memorySwappiness;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/memorySwappiness",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>100||isNaN(r)){
const s={instancePath:n+"/memorySwappiness",keyword:"maximum",params:{comparison:"<=",limit:100}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/memorySwappiness",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.oomKillDisable!==void 0&&typeof t.oomKillDisable!="b\
oolean"){const r={instancePath:n+"/oomKillDisable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.oomScoreAdj!==void 0){let r=t.oomScoreAdj;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/oomScoreAdj",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
i++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/oomScoreAdj",keyword:"maximum",params:{comparison:"<=",limit:1e3}};e===null?
e=[s]:e.push(s),i++}if(r<-1e3||isNaN(r)){const s={instancePath:n+"/oomScoreAdj",keyword:"minimum",params:{comparison:">=",limit:-1e3}};e===null?e=[s]:e.push(s),
i++}}}if(t.cpuShares!==void 0){let r=t.cpuShares;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuShares",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuShares",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpuShares",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.cpuPeriod!==void 0){let r=t.cpuPeriod;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/cpuPeriod",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/cpuPeriod",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/cpuPeriod",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.cpuQuota!==void 0){let r=t.cpuQuota;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuQuota",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}
if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuQuota",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/cpuQuota",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),
i++}}}if(t.cpuRealtimePeriod!==void 0){let r=t.cpuRealtimePeriod;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuRealtime\
Period",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/cpuRealtimePeriod",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"\
/cpuRealtimePeriod",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.cpuRealtimeRuntime!==void 0){let r=t.cpuRealtimeRuntime;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.
push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"maximum",params:{comparison:"\
<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"minimum",params:{comparison:"\
>=",limit:-1}};e===null?e=[s]:e.push(s),i++}}}if(t.cpusetCpus!==void 0){let r=t.cpusetCpus;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/cp\
usetCpus",keyword:"maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cpusetCpus",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}if(t.cpusetMems!==void 0){let r=t.cpusetMems;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/cpusetMems",keyword:"\
maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cpusetMems",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.
push(s),i++}}if(t.cpuCount!==void 0){let r=t.cpuCount;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuCount",keyword:"typ\
e",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuCount",
keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpuCount",keyword:"m\
inimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.cpuPercent!==void 0){let r=t.cpuPercent;if(typeof r=="number"&&isFinite(r)){if(r>100||
isNaN(r)){const s={instancePath:n+"/cpuPercent",keyword:"maximum",params:{comparison:"<=",limit:100}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/cpuPercent",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cpuPercent",keyword:"type",params:{
type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.ioMaximumIOps!==void 0){let r=t.ioMaximumIOps;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/ioMaximumIOps",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/ioMaximumIOps",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(
r)){const s={instancePath:n+"/ioMaximumIOps",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.ioMaximumBandwidthBytes!==void 0){
let r=t.ioMaximumBandwidthBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/ioMaximumBandwidthBytes",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/ioMaximumBandwidthB\
ytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/ioMaximumBandw\
idthBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.kernelMemoryTCPBytes!==void 0){let r=t.kernelMemoryTCPBytes;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}
if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<-1||isNaN(r)){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=
[s]:e.push(s),i++}}}if(t.blkio!==void 0&&(se(t.blkio,{instancePath:n+"/blkio",parentData:t,parentDataProperty:"blkio",rootData:a})||(e=e===null?se.errors:e.concat(
se.errors),i=e.length)),t.devices!==void 0){let r=t.devices;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/devices",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)te(r[l],{instancePath:n+"/devices/"+l,parentData:r,parentDataProperty:l,rootData:a})||
(e=e===null?te.errors:e.concat(te.errors),i=e.length)}else{const s={instancePath:n+"/devices",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.deviceCgroupRules!==void 0){let r=t.deviceCgroupRules;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceCgroupRules",keyword:"maxItems",
params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/deviceCgroupRules/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}if(!vr.test(o)){const p={instancePath:n+"/deviceCgroupRules/"+l,keyword:"\
pattern",params:{pattern:"^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$"}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/deviceCgroupRules/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/deviceCgroupRules",keyword:"type",params:{type:"array"}};e===null?e=
[s]:e.push(s),i++}}if(t.deviceRequests!==void 0){let r=t.deviceRequests;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceRequests",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)A(r[l],{instancePath:n+"/deviceRequests/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?A.errors:e.concat(A.errors),i=e.length)}else{const s={instancePath:n+"/deviceRequests",keyword:"type",params:{type:"array"}};e===null?
e=[s]:e.push(s),i++}}if(t.capAdd!==void 0){let r=t.capAdd;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/capAdd",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/capAdd/"+l,keyword:"\
maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/capAdd/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(
p),i++}}}else{const s={instancePath:n+"/capAdd",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.capDrop!==void 0){let r=t.capDrop;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/capDrop",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/capDrop/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),i++}}else{
const p={instancePath:n+"/capDrop/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/capDrop",keyword:"typ\
e",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.privileged!==void 0&&typeof t.privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"\
type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.readOnly!==void 0&&typeof t.readOnly!="boolean"){const r={instancePath:n+"/readOnly",keyword:"t\
ype",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.securityOpt!==void 0){let r=t.securityOpt;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/securityOpt",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.
length>1048576){const p={instancePath:n+"/securityOpt/"+l,keyword:"maxLength",params:{limit:1048576}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+
"/securityOpt/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/securityOpt",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),i++}}if(t.maskedPaths!==void 0){let r=t.maskedPaths;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/maskedPat\
hs",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){
const p={instancePath:n+"/maskedPaths/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/maskedPaths/"+l,
keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/maskedPaths",keyword:"type",params:{type:"array"}};e===null?
e=[s]:e.push(s),i++}}if(t.readonlyPaths!==void 0){let r=t.readonlyPaths;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readonlyPaths",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/readonlyPaths/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/readonlyPaths/"+l,keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/readonlyPaths",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.sysctls!==void 0){let r=t.sysctls;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/sysctls",keyword:"m\
axProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/\
sysctls/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/sysctls\
/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/sysctls",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.ulimits!==void 0){let r=t.ulimits;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/ulimits",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)L(r[l],{instancePath:n+"/ulimits/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?L.errors:e.concat(L.errors),i=e.length)}else{const s={instancePath:n+"/ulimits",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),i++}}if(t.shmSizeBytes!==void 0){let r=t.shmSizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/shmSizeBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={
instancePath:n+"/shmSizeBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/shmSizeBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.tmpfs!==void 0){let r=t.tmpfs;if(r&&typeof r=="object"&&
!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/tmpfs",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/tmpfs/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};
e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/tmpfs/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),i++}}}else{const s={instancePath:n+"/tmpfs",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.pidMode!==void 0){let r=t.pidMode;
if(typeof r=="string"){if(r.length>512){const s={instancePath:n+"/pidMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/pidMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.ipcMode!==void 0){let r=t.ipcMode;if(typeof r=="string"){if(r.length>512){const s={
instancePath:n+"/ipcMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/ipcMode",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.utsMode!==void 0){let r=t.utsMode;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/utsMode",keyword:"\
maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/utsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.usernsMode!==void 0){let r=t.usernsMode;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/usernsMode",keyword:"maxLength",params:{limit:64}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/usernsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.cgroupnsMode!==
void 0){let r=t.cgroupnsMode;if(typeof r!="string"){const s={instancePath:n+"/cgroupnsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}
if(!(r==="host"||r==="private")){const s={instancePath:n+"/cgroupnsMode",keyword:"enum",params:{allowedValues:Se.properties.cgroupnsMode.enum}};e===null?e=[s]:e.
push(s),i++}}if(t.cgroupParent!==void 0){let r=t.cgroupParent;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/cgroupParent",keyword:"maxLengt\
h",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cgroupParent",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.runtime!==void 0){let r=t.runtime;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/runtime",keyword:"maxLength",params:{limit:256}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/runtime",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.isolation!==void 0){
let r=t.isolation;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/isolation",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/isolation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.storageOpt!==void 0){let r=t.storageOpt;if(r&&typeof r==
"object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/storageOpt",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.
push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/storageOpt/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),
keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/storageOpt/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/storageOpt",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.
push(s),i++}}t.logging!==void 0&&(ie(t.logging,{instancePath:n+"/logging",parentData:t,parentDataProperty:"logging",rootData:a})||(e=e===null?ie.errors:e.concat(
ie.errors),i=e.length)),t.restartPolicy!==void 0&&(ne(t.restartPolicy,{instancePath:n+"/restartPolicy",parentData:t,parentDataProperty:"restartPolicy",rootData:a})||
(e=e===null?ne.errors:e.concat(ne.errors),i=e.length)),t.hooks!==void 0&&(le(t.hooks,{instancePath:n+"/hooks",parentData:t,parentDataProperty:"hooks",rootData:a})||
(e=e===null?le.errors:e.concat(le.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return k.
errors=e,i===0}function oe(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){
if(t.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"service"}};e===null?e=[r]:e.push(r),i++}if(t.hash===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"hash"}};e===null?e=[r]:e.push(r),i++}if(t.number===void 0){const r={instancePath:n,keyword:"required",
params:{missingProperty:"number"}};e===null?e=[r]:e.push(r),i++}if(t.template===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"temp\
late"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="service"||r==="hash"||r==="number"||r==="template"||r==="contents"||r==="sourceText"||r==="image\
Digests"||r==="imageIDs")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.service!==void 0){
let r=t.service;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}
if(r.length<1){const s={instancePath:n+"/service",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/service",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.hash!==void 0){let r=t.hash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/\
hash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/hash",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/hash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.number!==void 0){let r=t.
number;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/number",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(
s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/number",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<1||isNaN(r)){const s={instancePath:n+"/number",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),i++}}}
if(t.template!==void 0&&(k(t.template,{instancePath:n+"/template",parentData:t,parentDataProperty:"template",rootData:a})||(e=e===null?k.errors:e.concat(k.errors),
i=e.length)),t.contents!==void 0){let r=t.contents;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/content\
s",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+
"/contents/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/cont\
ents/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/contents",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.sourceText!==void 0){let r=t.sourceText;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+
"/sourceText",keyword:"maxLength",params:{limit:1048576}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/sourceText",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.imageDigests!==void 0){let r=t.imageDigests;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){
const s={instancePath:n+"/imageDigests",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="str\
ing"){if(l.length>4096){const o={instancePath:n+"/imageDigests/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),i++}}else{const o={instancePath:n+"/imageDigests/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(
o),i++}}}else{const s={instancePath:n+"/imageDigests",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.imageIDs!==void 0){let r=t.imageIDs;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/imageIDs",keyword:"maxProperties",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/imageIDs/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/imageIDs/"+s.replace(/~/g,"~0").replace(/\//g,
"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/imageIDs",keyword:"type",params:{type:"object"}};e===
null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return oe.errors=e,i===0}function pe(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="observedGeneration"||r==="conditions")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGen\
eration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.conditions;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<
s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{const s={
instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"obje\
ct"}};e===null?e=[r]:e.push(r),i++}return pe.errors=e,i===0}function ir(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;
if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?
e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),i++}if(t.spec===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||
r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.
apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.de\
v/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Me.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){
let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Revision"){const s={
instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Me.properties.kind.enum}};e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+
"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(oe(t.spec,{instancePath:n+
"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?oe.errors:e.concat(oe.errors),i=e.length)),t.status!==void 0&&(pe(t.status,{instancePath:n+
"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===null?pe.errors:e.concat(pe.errors),i=e.length))}else{const r={instancePath:n,keyword:"ty\
pe",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ir.errors=e,i===0}const Or=nr,He={type:"object",additionalProperties:!1,required:["apiVersion","\
kind","metadata"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Secret"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"\
SecretSpec"},status:{$ref:"SecretStatus"}}},Pr={type:"object",properties:{hostName:{$ref:"HostName"},file:{type:"string",minLength:1,pattern:"^/",maxLength:4096},
environment:{type:"string",minLength:1,maxLength:256},stored:{type:"boolean"},external:{type:"boolean"},labels:{type:"object",additionalProperties:{type:"string",
maxLength:4096},maxProperties:4096},storage:{type:"string",enum:["Memory","Disk"]}},additionalProperties:!1};function ae(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="hostName"||r==="file"||r==="environment"||r==="stored"||
r==="external"||r==="labels"||r==="storage")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}
if(t.hostName!==void 0&&(d(t.hostName,{instancePath:n+"/hostName",parentData:t,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:e.concat(d.errors),
i=e.length)),t.file!==void 0){let r=t.file;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/file",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/file",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}if(!er.test(r)){const s={
instancePath:n+"/file",keyword:"pattern",params:{pattern:"^/"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/file",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.environment!==void 0){let r=t.environment;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/environ\
ment",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/environment",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/environment",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.stored!==void 0&&
typeof t.stored!="boolean"){const r={instancePath:n+"/stored",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.external!==void 0&&typeof t.
external!="boolean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.labels!==void 0){let r=t.labels;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?
e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,
"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(
s),i++}}if(t.storage!==void 0){let r=t.storage;if(typeof r!="string"){const s={instancePath:n+"/storage",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.
push(s),i++}if(!(r==="Memory"||r==="Disk")){const s={instancePath:n+"/storage",keyword:"enum",params:{allowedValues:Pr.properties.storage.enum}};e===null?e=[s]:
e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ae.errors=e,i===0}function me(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="observedGeneration"||r==="conditions"||r==="contentHash"||r==="nodes")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.contentHash!==void 0){let r=t.contentHash;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/contentHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.nodes!==void 0){let r=t.nodes;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)b(r[l],{instancePath:n+"/nodes\
/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?b.errors:e.concat(b.errors),i=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return me.errors=
e,i===0}function nr(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
metadata"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={
instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",
keyword:"enum",params:{allowedValues:He.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={
instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Secret"){const s={instancePath:n+"/kind",keyword:"enum",params:{
allowedValues:He.properties.kind.enum}};e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"\
metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(ae(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"\
spec",rootData:a})||(e=e===null?ae.errors:e.concat(ae.errors),i=e.length)),t.status!==void 0&&(me(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"\
status",rootData:a})||(e=e===null?me.errors:e.concat(me.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),i++}return nr.errors=e,i===0}const $r=lr,ze={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{
type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Service"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"ServiceSpec"},status:{$ref:"ServiceStatu\
s"}}},Ze={type:"object",required:["template"],properties:{mode:{type:"string",enum:["Replicated","Global","ReplicatedJob","GlobalJob"]},replicas:{type:"integer",
minimum:0,maximum:1e5},maxConcurrent:{type:"integer",minimum:0,maximum:2147483647},template:{$ref:"TaskTemplate"},placement:{$ref:"Placement"},updateStrategy:{$ref:"\
UpdateStrategy"},rollbackStrategy:{$ref:"RollbackStrategy"},endpoint:{$ref:"Endpoint"},dependsOn:{type:"array",items:{$ref:"Dependency"},maxItems:4096},progressDeadlineSeconds:{
type:"number",minimum:0},revisionHistoryLimit:{type:"integer",minimum:0,maximum:1e3},containerName:{type:"string",minLength:2,maxLength:200,pattern:"^[a-zA-Z0-9\
][a-zA-Z0-9_.-]*$"}},additionalProperties:!1};function fe(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.spread===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"spread"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(r!=="spread"){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.spread!==void 0){let r=t.spread;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/spread",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/spread",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/spread",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return fe.errors=e,i===0}function ue(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="os"||r==="architecture")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.os!==
void 0){let r=t.os;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/os",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/os",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.architecture!==void 0){let r=t.architecture;if(typeof r==
"string"){if(r.length>64){const s={instancePath:n+"/architecture",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/architecture",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?
e=[r]:e.push(r),i++}return ue.errors=e,i===0}function ye(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t==
"object"&&!Array.isArray(t)){for(const r in t)if(!(r==="constraints"||r==="preferences"||r==="maxReplicasPerNode"||r==="platforms")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.constraints!==void 0){let r=t.constraints;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/constraints",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];
if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/constraints/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={
instancePath:n+"/constraints/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/constraints",keyword:"type",
params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.preferences!==void 0){let r=t.preferences;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/preferences",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)fe(r[l],{instancePath:n+"/preferences/"+
l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?fe.errors:e.concat(fe.errors),i=e.length)}else{const s={instancePath:n+"/preferences",keyword:"typ\
e",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.maxReplicasPerNode!==void 0){let r=t.maxReplicasPerNode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){const s={instancePath:n+"/maxReplicasPerNode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(
r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/maxReplicasPerNode",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(
s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxReplicasPerNode",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.platforms!==
void 0){let r=t.platforms;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/platforms",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(
l),i++}const s=r.length;for(let l=0;l<s;l++)ue(r[l],{instancePath:n+"/platforms/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?ue.errors:e.concat(
ue.errors),i=e.length)}else{const s={instancePath:n+"/platforms",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ye.errors=e,i===0}const Ue={type:"object",properties:{parallelism:{type:"integer",minimum:0,
maximum:2147483647},order:{type:"string",enum:["StopFirst","StartFirst"]},delaySeconds:{type:"number",minimum:0},monitorSeconds:{type:"number",minimum:0},failureAction:{
type:"string",enum:["Pause","Continue","Rollback"]},maxFailureRatio:{type:"number",minimum:0,maximum:1}},additionalProperties:!1};function ce(t,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="parallelism"||r==="or\
der"||r==="delaySeconds"||r==="monitorSeconds"||r==="failureAction"||r==="maxFailureRatio")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.parallelism!==void 0){let r=t.parallelism;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/\
parallelism",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/parallelism",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/parallelism",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.order!==void 0){let r=t.order;if(typeof r!="string"){const s={instancePath:n+
"/order",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="StopFirst"||r==="StartFirst")){const s={instancePath:n+"/order",keyword:"\
enum",params:{allowedValues:Ue.properties.order.enum}};e===null?e=[s]:e.push(s),i++}}if(t.delaySeconds!==void 0){let r=t.delaySeconds;if(typeof r=="number"&&isFinite(
r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.monitorSeconds!==void 0){let r=t.monitorSeconds;if(typeof r=="number"&&
isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/monitorSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/monitorSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.failureAction!==void 0){let r=t.failureAction;
if(typeof r!="string"){const s={instancePath:n+"/failureAction",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Pause"||r==="Conti\
nue"||r==="Rollback")){const s={instancePath:n+"/failureAction",keyword:"enum",params:{allowedValues:Ue.properties.failureAction.enum}};e===null?e=[s]:e.push(s),
i++}}if(t.maxFailureRatio!==void 0){let r=t.maxFailureRatio;if(typeof r=="number"&&isFinite(r)){if(r>1||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"\
maximum",params:{comparison:"<=",limit:1}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/maxFailureRatio",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ce.errors=e,i===0}const _e={type:"object",properties:{parallelism:{
type:"integer",minimum:0,maximum:2147483647},order:{type:"string",enum:["StopFirst","StartFirst"]},delaySeconds:{type:"number",minimum:0},monitorSeconds:{type:"\
number",minimum:0},failureAction:{type:"string",enum:["Pause","Continue"]},maxFailureRatio:{type:"number",minimum:0,maximum:1}},additionalProperties:!1};function de(t,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="par\
allelism"||r==="order"||r==="delaySeconds"||r==="monitorSeconds"||r==="failureAction"||r==="maxFailureRatio")){const s={instancePath:n,keyword:"additionalProper\
ties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.parallelism!==void 0){let r=t.parallelism;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/parallelism",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||
isNaN(r)){const s={instancePath:n+"/parallelism",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/parallelism",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.order!==void 0){let r=t.order;if(typeof r!=
"string"){const s={instancePath:n+"/order",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="StopFirst"||r==="StartFirst")){const s={
instancePath:n+"/order",keyword:"enum",params:{allowedValues:_e.properties.order.enum}};e===null?e=[s]:e.push(s),i++}}if(t.delaySeconds!==void 0){let r=t.delaySeconds;
if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:
e.push(s),i++}}else{const s={instancePath:n+"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.monitorSeconds!==void 0){let r=t.
monitorSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/monitorSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/monitorSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.failureAction!==
void 0){let r=t.failureAction;if(typeof r!="string"){const s={instancePath:n+"/failureAction",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}
if(!(r==="Pause"||r==="Continue")){const s={instancePath:n+"/failureAction",keyword:"enum",params:{allowedValues:_e.properties.failureAction.enum}};e===null?e=[
s]:e.push(s),i++}}if(t.maxFailureRatio!==void 0){let r=t.maxFailureRatio;if(typeof r=="number"&&isFinite(r)){if(r>1||isNaN(r)){const s={instancePath:n+"/maxFail\
ureRatio",keyword:"maximum",params:{comparison:"<=",limit:1}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/maxFailureRatio",keyword:"type",params:{type:"number"}};
e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return de.errors=e,i===0}const Lr={
type:"object",properties:{mode:{type:"string",enum:["VIP","DNSRR"]}},additionalProperties:!1};function he(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(r!=="mode"){const s={instancePath:n,keyword:"additionalPropert\
ies",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.mode!==void 0){let r=t.mode;if(typeof r!="string"){const s={instancePath:n+"/mode",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="VIP"||r==="DNSRR")){const s={instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Lr.
properties.mode.enum}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return he.
errors=e,i===0}const Ar={type:"object",required:["service"],properties:{service:{type:"string",minLength:1,maxLength:4096},condition:{type:"string",enum:["Start\
ed","Healthy","Completed"]},restart:{type:"boolean"},required:{type:"boolean"}},additionalProperties:!1};function ge(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
service"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="service"||r==="condition"||r==="restart"||r==="required")){const s={instancePath:n,keyword:"a\
dditionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.service!==void 0){let r=t.service;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+"/service",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/service",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.condition!==void 0){let r=t.condition;if(typeof r!="string"){const s={instancePath:n+"/condition",keyword:"type",params:{type:"string"}};e===null?e=
[s]:e.push(s),i++}if(!(r==="Started"||r==="Healthy"||r==="Completed")){const s={instancePath:n+"/condition",keyword:"enum",params:{allowedValues:Ar.properties.condition.
enum}};e===null?e=[s]:e.push(s),i++}}if(t.restart!==void 0&&typeof t.restart!="boolean"){const r={instancePath:n+"/restart",keyword:"type",params:{type:"boolean"}};
e===null?e=[r]:e.push(r),i++}if(t.required!==void 0&&typeof t.required!="boolean"){const r={instancePath:n+"/required",keyword:"type",params:{type:"boolean"}};e===
null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ge.errors=e,i===0}function ke(t,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.template===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"template"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!h.call(Ze.properties,r)){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.mode!==void 0){let r=t.mode;if(typeof r!="string"){const s={instancePath:n+
"/mode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Replicated"||r==="Global"||r==="ReplicatedJob"||r==="GlobalJob")){const s={
instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Ze.properties.mode.enum}};e===null?e=[s]:e.push(s),i++}}if(t.replicas!==void 0){let r=t.replicas;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/replicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>1e5||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"maximum",params:{comparison:"<=",limit:1e5}};e===null?e=[s]:e.push(s),i++}
if(r<0||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.maxConcurrent!==void 0){
let r=t.maxConcurrent;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/maxConcurrent",keyword:"type",params:{type:"integer"}};
e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/maxConcurrent",keyword:"maximum",params:{comparison:"\
<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxConcurrent",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}}if(t.template!==void 0&&(k(t.template,{instancePath:n+"/template",parentData:t,parentDataProperty:"template",rootData:a})||(e=e===
null?k.errors:e.concat(k.errors),i=e.length)),t.placement!==void 0&&(ye(t.placement,{instancePath:n+"/placement",parentData:t,parentDataProperty:"placement",rootData:a})||
(e=e===null?ye.errors:e.concat(ye.errors),i=e.length)),t.updateStrategy!==void 0&&(ce(t.updateStrategy,{instancePath:n+"/updateStrategy",parentData:t,parentDataProperty:"\
updateStrategy",rootData:a})||(e=e===null?ce.errors:e.concat(ce.errors),i=e.length)),t.rollbackStrategy!==void 0&&(de(t.rollbackStrategy,{instancePath:n+"/rollb\
ackStrategy",parentData:t,parentDataProperty:"rollbackStrategy",rootData:a})||(e=e===null?de.errors:e.concat(de.errors),i=e.length)),t.endpoint!==void 0&&(he(t.
endpoint,{instancePath:n+"/endpoint",parentData:t,parentDataProperty:"endpoint",rootData:a})||(e=e===null?he.errors:e.concat(he.errors),i=e.length)),t.dependsOn!==
void 0){let r=t.dependsOn;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/dependsOn",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(
l),i++}const s=r.length;for(let l=0;l<s;l++)ge(r[l],{instancePath:n+"/dependsOn/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?ge.errors:e.concat(
ge.errors),i=e.length)}else{const s={instancePath:n+"/dependsOn",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.progressDeadlineSeconds!==
void 0){let r=t.progressDeadlineSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/progressDeadlineSeconds",keyword:"minimu\
m",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/progressDeadlineSeconds",keyword:"type",params:{type:"number"}};
e===null?e=[s]:e.push(s),i++}}if(t.revisionHistoryLimit!==void 0){let r=t.revisionHistoryLimit;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/revisionHistoryLimit",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(
r)){const s={instancePath:n+"/revisionHistoryLimit",keyword:"maximum",params:{comparison:"<=",limit:1e3}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/revisionHistoryLimit",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.containerName!==void 0){let r=t.containerName;
if(typeof r=="string"){if(r.length>200){const s={instancePath:n+"/containerName",keyword:"maxLength",params:{limit:200}};e===null?e=[s]:e.push(s),i++}if(r.length<
2){const s={instancePath:n+"/containerName",keyword:"minLength",params:{limit:2}};e===null?e=[s]:e.push(s),i++}if(!Ye.test(r)){const s={instancePath:n+"/contain\
erName",keyword:"pattern",params:{pattern:"^[a-zA-Z0-9][a-zA-Z0-9_.-]*$"}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/containerName",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ke.
errors=e,i===0}const Dr={type:"object",properties:{observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},conditions:{type:"array",items:{$ref:"\
Condition"},maxItems:4096},replicas:{type:"integer",minimum:0,maximum:2147483647},updatedReplicas:{type:"integer",minimum:0,maximum:2147483647},readyReplicas:{type:"\
integer",minimum:0,maximum:2147483647},runningReplicas:{type:"integer",minimum:0,maximum:2147483647},completedReplicas:{type:"integer",minimum:0,maximum:2147483647},
desiredReplicas:{type:"integer",minimum:0,maximum:2147483647},currentRevision:{type:"string",maxLength:4096},updateRevision:{type:"string",maxLength:4096},rollout:{
$ref:"RolloutStatus"},swarmService:{type:"string",maxLength:4096},stalledHash:{type:"string",maxLength:4096},incarnation:{type:"integer",minimum:0,maximum:9007199254740991},
selector:{type:"string",maxLength:4096}},additionalProperties:!1},Qe={type:"object",properties:{state:{type:"string",enum:["None","Progressing","Paused","Comple\
ted","RollingBack","RolledBack","Stalled"]},revision:{type:"string",maxLength:4096},startedAt:{type:"string",maxLength:4096},restartedAt:{type:"string",maxLength:4096},
progressedAt:{type:"string",maxLength:4096},finishedAt:{type:"string",maxLength:4096},message:{type:"string",maxLength:32768},cause:{type:"string",maxLength:32768},
failures:{type:"integer",minimum:0,maximum:2147483647},updated:{type:"integer",minimum:0,maximum:2147483647}},additionalProperties:!1};function we(t,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(Qe.properties,r)){const s={
instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.state!==void 0){let r=t.state;if(typeof r!="strin\
g"){const s={instancePath:n+"/state",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="None"||r==="Progressing"||r==="Paused"||r==="\
Completed"||r==="RollingBack"||r==="RolledBack"||r==="Stalled")){const s={instancePath:n+"/state",keyword:"enum",params:{allowedValues:Qe.properties.state.enum}};
e===null?e=[s]:e.push(s),i++}}if(t.revision!==void 0){let r=t.revision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/revision",keyword:"max\
Length",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/revision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.startedAt!==void 0){let r=t.startedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/startedAt",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/startedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.restartedAt!==
void 0){let r=t.restartedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/restartedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=
[s]:e.push(s),i++}}else{const s={instancePath:n+"/restartedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.progressedAt!==void 0){
let r=t.progressedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/progressedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.
push(s),i++}}else{const s={instancePath:n+"/progressedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.finishedAt!==void 0){let r=t.
finishedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/finishedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/finishedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.message!==void 0){let r=t.message;if(typeof r=="\
string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.cause!==void 0){let r=t.cause;if(typeof r=="string"){if(r.length>32768){const s={
instancePath:n+"/cause",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/cause",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}if(t.failures!==void 0){let r=t.failures;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/failures",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/failures",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/failures",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.updated!==void 0){let r=t.updated;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/updated",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||
isNaN(r)){const s={instancePath:n+"/updated",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/updated",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return we.errors=e,i===0}function xe(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(Dr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.replicas!==void 0){let r=t.replicas;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/replicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:
e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.updatedReplicas!==
void 0){let r=t.updatedReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/updatedReplicas",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/updatedReplicas",keyword:"maxim\
um",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/updatedReplicas",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.readyReplicas!==void 0){let r=t.readyReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/readyReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||
isNaN(r)){const s={instancePath:n+"/readyReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/readyReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.runningReplicas!==void 0){let r=t.runningReplicas;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/runningReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(
s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/runningReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/runningReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(
s),i++}}}if(t.completedReplicas!==void 0){let r=t.completedReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/complete\
dReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/completedReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/compl\
etedReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.desiredReplicas!==void 0){let r=t.desiredReplicas;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/desiredReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/desiredReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?
e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/desiredReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}
if(t.currentRevision!==void 0){let r=t.currentRevision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/currentRevision",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/currentRevision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}
if(t.updateRevision!==void 0){let r=t.updateRevision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/updateRevision",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/updateRevision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
rollout!==void 0&&(we(t.rollout,{instancePath:n+"/rollout",parentData:t,parentDataProperty:"rollout",rootData:a})||(e=e===null?we.errors:e.concat(we.errors),i=e.
length)),t.swarmService!==void 0){let r=t.swarmService;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/swarmService",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/swarmService",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
stalledHash!==void 0){let r=t.stalledHash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/stalledHash",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/stalledHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.incarnation!==
void 0){let r=t.incarnation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/incarnation",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"maximum",
params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.selector!==void 0){let r=t.selector;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/selector",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/selector",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return xe.errors=e,i===0}function lr(t,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"requi\
red",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"m\
etadata"}};e===null?e=[r]:e.push(r),i++}if(t.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),
i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:ze.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Service"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:ze.properties.kind.enum}};
e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(ke(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?ke.
errors:e.concat(ke.errors),i=e.length)),t.status!==void 0&&(xe(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===
null?xe.errors:e.concat(xe.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return lr.errors=
e,i===0}const qr=or,Je={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata"],properties:{apiVersion:{type:"string",enum:["reconcile.d\
ev/v1"]},kind:{type:"string",enum:["Stack"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"StackSpec"},status:{$ref:"StackStatus"}}};function be(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t))for(const r in t){
const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return be.errors=e,i===0}function Ne(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)
if(!(r==="observedGeneration"||r==="conditions"||r==="services"||r==="readyServices"||r==="tasks"||r==="readyTasks")){const s={instancePath:n,keyword:"additiona\
lProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%
1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="nu\
mber"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:
e.push(s),i++}}}if(t.conditions!==void 0){let r=t.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||
(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.services!==void 0){let r=t.services;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/services",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/services",keyword:"maximum",params:{
comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/services",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.readyServices!==void 0){let r=t.readyServices;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/readyServices",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/readyServices",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/readyServ\
ices",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.tasks!==void 0){let r=t.tasks;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/tasks",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>
2147483647||isNaN(r)){const s={instancePath:n+"/tasks",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/tasks",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.readyTasks!==void 0){let r=t.readyTasks;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/readyTasks",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/readyTasks",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/readyTasks",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),
i++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return Ne.errors=e,i===0}function or(t,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(
r),i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Je.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Stack"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Je.properties.kind.enum}};
e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(be(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?be.
errors:e.concat(be.errors),i=e.length)),t.status!==void 0&&(Ne(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===
null?Ne.errors:e.concat(Ne.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return or.errors=
e,i===0}const Er=pr,Ke={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reco\
ncile.dev/v1"]},kind:{type:"string",enum:["Task"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"TaskSpec"},status:{$ref:"TaskStatus"}}},We={type:"object",required:[
"service","slot","template"],properties:{service:{type:"string",minLength:1,maxLength:4096},slot:{type:"integer",minimum:0,maximum:2147483647},node:{type:"strin\
g",maxLength:4096},revision:{type:"string",maxLength:4096},attempt:{type:"integer",minimum:0,maximum:2147483647},incarnation:{type:"integer",minimum:0,maximum:9007199254740991},
template:{$ref:"TaskTemplate"},image:{type:"string",maxLength:4096},contents:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},
contentPaths:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},desiredState:{type:"string",enum:["Running","Completed","Shu\
tdown","Removed"]},containerName:{type:"string",maxLength:255}},additionalProperties:!1};function ve(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){
let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"service"}};
e===null?e=[r]:e.push(r),i++}if(t.slot===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"slot"}};e===null?e=[r]:e.push(r),i++}if(t.template===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"template"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!h.call(We.properties,r)){
const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.service!==void 0){let r=t.service;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}if(r.length<1){const s={instancePath:n+
"/service",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/service",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.slot!==void 0){let r=t.slot;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/slot",keyword:"ty\
pe",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/slot",keyword:"\
maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/slot",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.node!==void 0){let r=t.node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"\
maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.revision!==void 0){let r=t.revision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/revision",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/revision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.attempt!==void 0){
let r=t.attempt;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/attempt",keyword:"type",params:{type:"integer"}};e===null?e=
[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/attempt",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/attempt",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}
if(t.incarnation!==void 0){let r=t.incarnation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/incarnation",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.template!==void 0&&(k(t.template,{instancePath:n+"/template",parentData:t,parentDataProperty:"\
template",rootData:a})||(e=e===null?k.errors:e.concat(k.errors),i=e.length)),t.image!==void 0){let r=t.image;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/image",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/image",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),i++}}if(t.contents!==void 0){let r=t.contents;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+
"/contents",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={
instancePath:n+"/contents/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+
"/contents/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/conte\
nts",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.contentPaths!==void 0){let r=t.contentPaths;if(r&&typeof r=="object"&&!Array.isArray(
r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/contentPaths",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/contentPaths/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{
limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/contentPaths/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"s\
tring"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/contentPaths",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.desiredState!==
void 0){let r=t.desiredState;if(typeof r!="string"){const s={instancePath:n+"/desiredState",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}
if(!(r==="Running"||r==="Completed"||r==="Shutdown"||r==="Removed")){const s={instancePath:n+"/desiredState",keyword:"enum",params:{allowedValues:We.properties.
desiredState.enum}};e===null?e=[s]:e.push(s),i++}}if(t.containerName!==void 0){let r=t.containerName;if(typeof r=="string"){if(r.length>255){const s={instancePath:n+
"/containerName",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/containerName",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ve.errors=e,i===
0}const Oe={type:"object",properties:{observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},conditions:{type:"array",items:{$ref:"Condition"},maxItems:4096},
phase:{type:"string",enum:["Pending","Assigned","Preparing","Starting","Running","Completed","Failed","Unknown"]},reason:{type:"string",maxLength:1024},message:{
type:"string",maxLength:32768},containerID:{type:"string",maxLength:4096},containerName:{type:"string",maxLength:4096},ip:{type:"string",maxLength:4096},ports:{
type:"array",items:{$ref:"PortStatus"},maxItems:4096},exitCode:{type:"integer",minimum:-2147483648,maximum:2147483647},restarts:{type:"integer",minimum:0,maximum:2147483647},
countedRestarts:{type:"integer",minimum:0,maximum:2147483647},excusedRestarts:{type:"integer",minimum:0,maximum:2147483647},failures:{type:"integer",minimum:0,maximum:2147483647},
refusedLogins:{type:"integer",minimum:0,maximum:2147483647},lastFailure:{type:"string",maxLength:32768},progressedAt:{type:"string",maxLength:4096},startedAt:{type:"\
string",maxLength:4096},finishedAt:{type:"string",maxLength:4096},ranSeconds:{type:"number",minimum:0},healthy:{type:"string",enum:["True","False","Unknown","No\
ne"]},health:{type:"string",maxLength:32768},lastLogLines:{type:"array",items:{type:"string",maxLength:65536},maxItems:4096},nextRetryAt:{type:"string",maxLength:4096},
stoppedByUs:{type:"boolean"},postStartDue:{type:"boolean"},maker:{$ref:"Maker"},imageID:{type:"string",maxLength:4096}},additionalProperties:!1},jr={type:"objec\
t",required:["containerPort","protocol"],properties:{containerPort:{type:"integer",minimum:1,maximum:65535},protocol:{type:"string",enum:["tcp","udp","sctp"]},hostIP:{
type:"string",maxLength:64},hostPort:{type:"integer",minimum:0,maximum:65535}},additionalProperties:!1};function Pe(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.containerPort===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
containerPort"}};e===null?e=[r]:e.push(r),i++}if(t.protocol===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"protocol"}};e===null?e=
[r]:e.push(r),i++}for(const r in t)if(!(r==="containerPort"||r==="protocol"||r==="hostIP"||r==="hostPort")){const s={instancePath:n,keyword:"additionalPropertie\
s",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.containerPort!==void 0){let r=t.containerPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/containerPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>65535||
isNaN(r)){const s={instancePath:n+"/containerPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),i++}if(r<1||isNaN(r)){const s={
instancePath:n+"/containerPort",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),i++}}}if(t.protocol!==void 0){let r=t.protocol;if(typeof r!=
"string"){const s={instancePath:n+"/protocol",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="tcp"||r==="udp"||r==="sctp")){const s={
instancePath:n+"/protocol",keyword:"enum",params:{allowedValues:jr.properties.protocol.enum}};e===null?e=[s]:e.push(s),i++}}if(t.hostIP!==void 0){let r=t.hostIP;
if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/hostIP",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/hostIP",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.hostPort!==void 0){let r=t.hostPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/hostPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>
65535||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={
instancePath:n+"/hostPort",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),i++}return Pe.errors=e,i===0}function Le(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!h.call(Oe.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.conditions!==void 0){let r=t.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.phase!==void 0){let r=t.phase;if(typeof r!="strin\
g"){const s={instancePath:n+"/phase",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Pending"||r==="Assigned"||r==="Preparing"||r===
"Starting"||r==="Running"||r==="Completed"||r==="Failed"||r==="Unknown")){const s={instancePath:n+"/phase",keyword:"enum",params:{allowedValues:Oe.properties.phase.
enum}};e===null?e=[s]:e.push(s),i++}}if(t.reason!==void 0){let r=t.reason;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/reason",keyword:"ma\
xLength",params:{limit:1024}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/reason",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),i++}}if(t.message!==void 0){let r=t.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",params:{limit:32768}};
e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.containerID!==void 0){
let r=t.containerID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/containerID",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),i++}}else{const s={instancePath:n+"/containerID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.containerName!==void 0){let r=t.containerName;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/containerName",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={
instancePath:n+"/containerName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.ip!==void 0){let r=t.ip;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/ip",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/ip",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.ports!==void 0){let r=t.ports;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ports",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)Pe(r[l],{instancePath:n+"/ports/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?Pe.errors:e.concat(Pe.errors),i=e.length)}else{const s={instancePath:n+"/ports",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),i++}}if(t.exitCode!==void 0){let r=t.exitCode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/exitCode",keyword:"typ\
e",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/exitCode",keyword:"\
maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<-2147483648||isNaN(r)){const s={instancePath:n+"/exitCode",keyword:"minimu\
m",params:{comparison:">=",limit:-2147483648}};e===null?e=[s]:e.push(s),i++}}}if(t.restarts!==void 0){let r=t.restarts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){const s={instancePath:n+"/restarts",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>
2147483647||isNaN(r)){const s={instancePath:n+"/restarts",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(
r)){const s={instancePath:n+"/restarts",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.countedRestarts!==void 0){let r=t.
countedRestarts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/countedRestarts",keyword:"type",params:{type:"integer"}};e===
null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/countedRestarts",keyword:"maximum",params:{comparison:"\
<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/countedRestarts",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}}if(t.excusedRestarts!==void 0){let r=t.excusedRestarts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/excusedRestarts",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={
instancePath:n+"/excusedRestarts",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+
"/excusedRestarts",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.failures!==void 0){let r=t.failures;if(!(typeof r=="n\
umber"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/failures",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="\
number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/failures",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:
e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/failures",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.refusedLogins!==
void 0){let r=t.refusedLogins;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/refusedLogins",keyword:"type",params:{type:"in\
teger"}};e===null?e=[s]:e.push(s),i++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/refusedLogins",keyword:"maximum",
params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/refusedLogins",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}}if(t.lastFailure!==void 0){let r=t.lastFailure;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/\
lastFailure",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/lastFailure",keyword:"type",params:{type:"st\
ring"}};e===null?e=[s]:e.push(s),i++}}if(t.progressedAt!==void 0){let r=t.progressedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/progre\
ssedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/progressedAt",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),i++}}if(t.startedAt!==void 0){let r=t.startedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/startedAt",keyword:"\
maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/startedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.
push(s),i++}}if(t.finishedAt!==void 0){let r=t.finishedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/finishedAt",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/finishedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
ranSeconds!==void 0){let r=t.ranSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/ranSeconds",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/ranSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(t.
healthy!==void 0){let r=t.healthy;if(typeof r!="string"){const s={instancePath:n+"/healthy",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}
if(!(r==="True"||r==="False"||r==="Unknown"||r==="None")){const s={instancePath:n+"/healthy",keyword:"enum",params:{allowedValues:Oe.properties.healthy.enum}};e===
null?e=[s]:e.push(s),i++}}if(t.health!==void 0){let r=t.health;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/health",keyword:"maxLength",params:{
limit:32768}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/health",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.lastLogLines!==
void 0){let r=t.lastLogLines;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/lastLogLines",keyword:"maxItems",params:{limit:4096}};e===null?e=[
l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>65536){const p={instancePath:n+"/lastLogLines/"+l,keyword:"\
maxLength",params:{limit:65536}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/lastLogLines/"+l,keyword:"type",params:{type:"string"}};e===null?e=
[p]:e.push(p),i++}}}else{const s={instancePath:n+"/lastLogLines",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(t.nextRetryAt!==void 0){
let r=t.nextRetryAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/nextRetryAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),i++}}else{const s={instancePath:n+"/nextRetryAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.stoppedByUs!==void 0&&typeof t.stoppedByUs!=
"boolean"){const r={instancePath:n+"/stoppedByUs",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.postStartDue!==void 0&&typeof t.postStartDue!=
"boolean"){const r={instancePath:n+"/postStartDue",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.maker!==void 0&&(N(t.maker,{instancePath:n+
"/maker",parentData:t,parentDataProperty:"maker",rootData:a})||(e=e===null?N.errors:e.concat(N.errors),i=e.length)),t.imageID!==void 0){let r=t.imageID;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/imageID",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+
"/imageID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),i++}return Le.errors=e,i===0}function pr(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="\
object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),
i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),i++}if(t.spec===void 0){const r={instancePath:n,keyword:"require\
d",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){
const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.apiVersion!==void 0){let r=t.apiVersion;
if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={
instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ke.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;
if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(r!=="Task"){const s={instancePath:n+
"/kind",keyword:"enum",params:{allowedValues:Ke.properties.kind.enum}};e===null?e=[s]:e.push(s),i++}}t.metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metada\
ta",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),i=e.length)),t.spec!==void 0&&(ve(t.spec,{instancePath:n+"/\
spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?ve.errors:e.concat(ve.errors),i=e.length)),t.status!==void 0&&(Le(t.status,{instancePath:n+
"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===null?Le.errors:e.concat(Le.errors),i=e.length))}else{const r={instancePath:n,keyword:"ty\
pe",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return pr.errors=e,i===0}const Cr=ar,Xe={type:"object",additionalProperties:!1,required:["apiVersion","\
kind","metadata"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Volume"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"\
VolumeSpec"},status:{$ref:"VolumeStatus"}}},Ir={type:"object",properties:{hostName:{$ref:"HostName"},driver:{type:"string",maxLength:256},driverOpts:{type:"obje\
ct",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},
external:{type:"boolean"},scope:{type:"string",enum:["Pinned","PerNode"]},recreate:{type:"boolean"}},additionalProperties:!1};function Ae(t,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="hostName"||r==="driver"||r==="driv\
erOpts"||r==="labels"||r==="external"||r==="scope"||r==="recreate")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),i++}if(t.hostName!==void 0&&(d(t.hostName,{instancePath:n+"/hostName",parentData:t,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:
e.concat(d.errors),i=e.length)),t.driver!==void 0){let r=t.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",
params:{limit:256}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.
driverOpts!==void 0){let r=t.driverOpts;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"\
maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"\
/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),i++}}else{const o={instancePath:n+"/dri\
verOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}}}else{const s={instancePath:n+"/driverOp\
ts",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.labels!==void 0){let r=t.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.
keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),i++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
i++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),i++}}if(t.external!==void 0&&typeof t.external!="bo\
olean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.scope!==void 0){let r=t.scope;if(typeof r!=
"string"){const s={instancePath:n+"/scope",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}if(!(r==="Pinned"||r==="PerNode")){const s={instancePath:n+
"/scope",keyword:"enum",params:{allowedValues:Ir.properties.scope.enum}};e===null?e=[s]:e.push(s),i++}}if(t.recreate!==void 0&&typeof t.recreate!="boolean"){const r={
instancePath:n+"/recreate",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),i++}}else{const r={instancePath:n,keyword:"type",params:{type:"objec\
t"}};e===null?e=[r]:e.push(r),i++}return Ae.errors=e,i===0}function De(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.node===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),i++}if(t.services===void 0){const r={instancePath:n,keyword:"\
required",params:{missingProperty:"services"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="node"||r==="services"||r==="refusal")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.node!==void 0){let r=t.node;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/node",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.services!==void 0){let r=t.services;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/services",
keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={
instancePath:n+"/services/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),i++}}else{const p={instancePath:n+"/services/"+l,keyword:"type",
params:{type:"string"}};e===null?e=[p]:e.push(p),i++}}}else{const s={instancePath:n+"/services",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.refusal!==void 0){let r=t.refusal;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/refusal",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/refusal",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return De.errors=e,i===0}function je(t,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=t}={}){let e=null,i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.node===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
node"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="node"||r==="seen"||r==="foreign"||r==="state"||r==="reason"||r==="message"||r==="older")){const s={
instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.node!==void 0){let r=t.node;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/node",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.seen!==void 0&&typeof t.seen!="boolean"){const r={instancePath:n+"/seen",keyword:"type",params:{
type:"boolean"}};e===null?e=[r]:e.push(r),i++}if(t.foreign!==void 0&&typeof t.foreign!="boolean"){const r={instancePath:n+"/foreign",keyword:"type",params:{type:"\
boolean"}};e===null?e=[r]:e.push(r),i++}if(t.state!==void 0){let r=t.state;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/state",keyword:"ma\
xLength",params:{limit:4096}};e===null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/state",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
i++}}if(t.reason!==void 0){let r=t.reason;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/reason",keyword:"maxLength",params:{limit:1024}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/reason",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.message!==void 0){let r=t.
message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),i++}}else{
const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}t.older!==void 0&&(De(t.older,{instancePath:n+"/older",parentData:t,
parentDataProperty:"older",rootData:a})||(e=e===null?De.errors:e.concat(De.errors),i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};
e===null?e=[r]:e.push(r),i++}return je.errors=e,i===0}function Ie(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,i=0;if(t&&
typeof t=="object"&&!Array.isArray(t)){for(const r in t)if(!(r==="observedGeneration"||r==="conditions"||r==="hostName"||r==="nodes")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),i++}if(t.observedGeneration!==void 0){let r=t.observedGeneration;if(!(typeof r=="n\
umber"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof r==
"number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),i++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:
e.push(s),i++}}}if(t.conditions!==void 0){let r=t.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||
(e=e===null?y.errors:e.concat(y.errors),i=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}
if(t.hostName!==void 0){let r=t.hostName;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/hostName",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),i++}}else{const s={instancePath:n+"/hostName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),i++}}if(t.nodes!==void 0){let r=t.
nodes;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),i++}const s=r.length;
for(let l=0;l<s;l++)je(r[l],{instancePath:n+"/nodes/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?je.errors:e.concat(je.errors),i=e.length)}else{
const s={instancePath:n+"/nodes",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),i++}return Ie.errors=e,i===0}function ar(t,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=t}={}){let e=null,
i=0;if(t&&typeof t=="object"&&!Array.isArray(t)){if(t.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===
null?e=[r]:e.push(r),i++}if(t.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),i++}if(t.metadata===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),i++}for(const r in t)if(!(r==="apiVersion"||r===
"kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
i++}if(t.apiVersion!==void 0){let r=t.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=
[s]:e.push(s),i++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Xe.properties.apiVersion.enum}};e===null?
e=[s]:e.push(s),i++}}if(t.kind!==void 0){let r=t.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[
s]:e.push(s),i++}if(r!=="Volume"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Xe.properties.kind.enum}};e===null?e=[s]:e.push(s),i++}}t.
metadata!==void 0&&(u(t.metadata,{instancePath:n+"/metadata",parentData:t,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),i=
e.length)),t.spec!==void 0&&(Ae(t.spec,{instancePath:n+"/spec",parentData:t,parentDataProperty:"spec",rootData:a})||(e=e===null?Ae.errors:e.concat(Ae.errors),i=
e.length)),t.status!==void 0&&(Ie(t.status,{instancePath:n+"/status",parentData:t,parentDataProperty:"status",rootData:a})||(e=e===null?Ie.errors:e.concat(Ie.errors),
i=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),i++}return ar.errors=e,i===0}export{Fr as Config,Sr as Network,Rr as Node,Vr as Revision,Or as Secret,$r as Service,qr as Stack,Er as Task,Cr as Volume};
