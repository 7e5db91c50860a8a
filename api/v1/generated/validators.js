// Written by npm run generate from crds/source; edit those.
const jr=Ke,Ve={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.de\
v/v1"]},kind:{type:"string",enum:["Config"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"ConfigSpec"},status:{$ref:"ConfigStatus"}}},nr={type:"object",required:["n\
ame"],properties:{name:{type:"string",minLength:1,maxLength:200,pattern:"^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$"},generateName:{type:"string",maxLength:200},namespace:{type:"\
string",minLength:1,maxLength:63,pattern:"^[a-z0-9][a-z0-9_-]*$"},uid:{type:"string",maxLength:4096},resourceVersion:{type:"string",maxLength:4096},generation:{
type:"integer",minimum:0,maximum:9007199254740991},creationTimestamp:{type:"string",maxLength:4096},deletionTimestamp:{type:"string",maxLength:4096},deletionGracePeriodSeconds:{
type:"number",minimum:0},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},annotations:{type:"object",additionalProperties:{
type:"string",maxLength:262144},maxProperties:4096},ownerReferences:{type:"array",items:{$ref:"OwnerReference"},maxItems:4096},finalizers:{type:"array",items:{type:"\
string",maxLength:4096},maxItems:4096},managedFields:{type:"array",items:{type:"object",additionalProperties:!0},maxItems:4096},selfLink:{type:"string",maxLength:4096}},
additionalProperties:!1},h=Object.prototype.hasOwnProperty,lr=new RegExp("^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$","u"),or=new RegExp("^[a-z0-9][a-z0-9_-]*$","u");function A(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
name"}};e===null?e=[r]:e.push(r),t++}if(i.uid===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"uid"}};e===null?e=[r]:e.push(r),t++}
for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="name"||r==="uid"||r==="controller"||r==="blockOwnerDeletion")){const s={instancePath:n,keyword:"additio\
nalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/apiVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/\
kind",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}if(i.name!==void 0){let r=i.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.uid!==void 0){let r=i.
uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.controller!==void 0&&typeof i.controller!="boolean"){const r={instancePath:n+
"/controller",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.blockOwnerDeletion!==void 0&&typeof i.blockOwnerDeletion!="boolean"){const r={
instancePath:n+"/blockOwnerDeletion",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),t++}return A.errors=e,t===0}function u(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;
if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(
r),t++}for(const r in i)if(!h.call(nr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(
s),t++}if(i.name!==void 0){let r=i.name;if(typeof r=="string"){if(r.length>200){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:200}};e===null?
e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/name",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}if(!lr.test(r)){const s={instancePath:n+
"/name",keyword:"pattern",params:{pattern:"^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/name",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.generateName!==void 0){let r=i.generateName;if(typeof r=="string"){if(r.length>200){const s={instancePath:n+"\
/generateName",keyword:"maxLength",params:{limit:200}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/generateName",keyword:"type",params:{type:"s\
tring"}};e===null?e=[s]:e.push(s),t++}}if(i.namespace!==void 0){let r=i.namespace;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/namespace",keyword:"\
maxLength",params:{limit:63}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/namespace",keyword:"minLength",params:{limit:1}};e===null?e=
[s]:e.push(s),t++}if(!or.test(r)){const s={instancePath:n+"/namespace",keyword:"pattern",params:{pattern:"^[a-z0-9][a-z0-9_-]*$"}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/namespace",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.uid!==void 0){let r=i.uid;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/uid",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.resourceVersion!==void 0){let r=i.resourceVersion;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/resourceVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/resourceVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.generation!==void 0){let r=i.generation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){
const s={instancePath:n+"/generation",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/generation",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/generation",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.creationTimestamp!==void 0){let r=i.
creationTimestamp;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/creationTimestamp",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:
e.push(s),t++}}else{const s={instancePath:n+"/creationTimestamp",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.deletionTimestamp!==void 0){
let r=i.deletionTimestamp;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/deletionTimestamp",keyword:"maxLength",params:{limit:4096}};e===null?
e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/deletionTimestamp",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.deletionGracePeriodSeconds!==
void 0){let r=i.deletionGracePeriodSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/deletionGracePeriodSeconds",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/deletionGracePeriodSeconds",keyword:"type",params:{type:"\
number"}};e===null?e=[s]:e.push(s),t++}}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={
instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>
4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={
instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+
"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.annotations!==void 0){let r=i.annotations;if(r&&typeof r=="object"&&!Array.isArray(
r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/annotations",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>262144){const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{
limit:262144}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"\
string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/annotations",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.ownerReferences!==
void 0){let r=i.ownerReferences;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ownerReferences",keyword:"maxItems",params:{limit:4096}};e===null?
e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)A(r[l],{instancePath:n+"/ownerReferences/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?
A.errors:e.concat(A.errors),t=e.length)}else{const s={instancePath:n+"/ownerReferences",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.
finalizers!==void 0){let r=i.finalizers;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/finalizers",keyword:"maxItems",params:{limit:4096}};e===
null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/finalizers/"+l,keyword:"\
maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/finalizers/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:
e.push(p),t++}}}else{const s={instancePath:n+"/finalizers",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.managedFields!==void 0){let r=i.
managedFields;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/managedFields",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(!(o&&typeof o=="object"&&!Array.isArray(o))){const p={instancePath:n+"/managedFields/"+l,keyword:"type",params:{
type:"object"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/managedFields",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}
if(i.selfLink!==void 0){let r=i.selfLink;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/selfLink",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/selfLink",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return u.errors=e,t===0}const pr={type:"object",properties:{hostName:{$ref:"HostName"},file:{
type:"string",minLength:1,pattern:"^/",maxLength:4096},environment:{type:"string",minLength:1,maxLength:256},content:{type:"string",maxLength:1048576},stored:{type:"\
boolean"},external:{type:"boolean"},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},storage:{type:"string",enum:["\
Memory","Disk"]}},additionalProperties:!1};const ar=new RegExp("^[a-zA-Z0-9][a-zA-Z0-9_.-]*$","u");function d(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(typeof i==
"string"){if(i.length>255){const r={instancePath:n,keyword:"maxLength",params:{limit:255}};e===null?e=[r]:e.push(r),t++}if(i.length<1){const r={instancePath:n,keyword:"\
minLength",params:{limit:1}};e===null?e=[r]:e.push(r),t++}if(!ar.test(i)){const r={instancePath:n,keyword:"pattern",params:{pattern:"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\
$"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),t++}return d.errors=e,t===0}const Je=new RegExp(
"^/","u");function D(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="hostName"||r==="file"||r==="environment"||r==="content"||r==="stored"||r==="external"||r==="labels"||r==="storage")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.hostName!==void 0&&(d(i.hostName,{instancePath:n+"/hostName",parentData:i,
parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:e.concat(d.errors),t=e.length)),i.file!==void 0){let r=i.file;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/file",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/file",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}if(!Je.test(r)){const s={instancePath:n+"/file",keyword:"pattern",params:{pattern:"^/"}};e===null?e=[s]:
e.push(s),t++}}else{const s={instancePath:n+"/file",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.environment!==void 0){let r=i.environment;
if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/environment",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}if(r.length<
1){const s={instancePath:n+"/environment",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/environment",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.content!==void 0){let r=i.content;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+
"/content",keyword:"maxLength",params:{limit:1048576}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/content",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}}if(i.stored!==void 0&&typeof i.stored!="boolean"){const r={instancePath:n+"/stored",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),t++}if(i.external!==void 0&&typeof i.external!="boolean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=
[r]:e.push(r),t++}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/lab\
els",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+
"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/labels\
/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/labels",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.storage!==void 0){let r=i.storage;if(typeof r!="string"){const s={instancePath:n+"/storage",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Memory"||r==="Disk")){const s={instancePath:n+"/storage",keyword:"enum",params:{allowedValues:pr.
properties.storage.enum}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return D.
errors=e,t===0}const mr={type:"object",required:["type","status"],properties:{type:{type:"string",minLength:1,maxLength:316},status:{type:"string",enum:["True","False","Unknow\
n"]},observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},lastTransitionTime:{type:"string",maxLength:4096},reason:{type:"string",maxLength:1024},
message:{type:"string",maxLength:32768}},additionalProperties:!1};function y(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,
t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.type===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:
e.push(r),t++}if(i.status===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"status"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!(r==="type"||r==="status"||r==="observedGeneration"||r==="lastTransitionTime"||r==="reason"||r==="message")){const s={instancePath:n,keyword:"additionalProp\
erties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.type!==void 0){let r=i.type;if(typeof r=="string"){if(r.length>316){const s={instancePath:n+
"/type",keyword:"maxLength",params:{limit:316}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/type",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.status!==void 0){let r=i.
status;if(typeof r!="string"){const s={instancePath:n+"/status",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="True"||r==="False"||
r==="Unknown")){const s={instancePath:n+"/status",keyword:"enum",params:{allowedValues:mr.properties.status.enum}};e===null?e=[s]:e.push(s),t++}}if(i.observedGeneration!==
void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",
keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.lastTransitionTime!==void 0){let r=i.lastTransitionTime;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/lastTransitionTime",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/lastTransitionTime",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.reason!==void 0){let r=i.reason;if(typeof r=="string"){if(r.length>
1024){const s={instancePath:n+"/reason",keyword:"maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/reason",keyword:"t\
ype",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.message!==void 0){let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+
"/message",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return y.errors=e,t===0}function b(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.node===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="node"||r==="state"||r==="con\
tentHash"||r==="message")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.node!==void 0){
let r=i.node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.state!==void 0){let r=i.state;if(typeof r=="string"){if(r.
length>4096){const s={instancePath:n+"/state",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/state",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.contentHash!==void 0){let r=i.contentHash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/contentHash",keyword:"type",params:{type:"s\
tring"}};e===null?e=[s]:e.push(s),t++}}if(i.message!==void 0){let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"\
maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return b.errors=e,t===0}function j(i,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="observedGeneration"||
r==="conditions"||r==="contentHash"||r==="nodes")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGen\
eration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{const s={
instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.contentHash!==void 0){let r=i.contentHash;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/contentHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.nodes!==void 0){let r=i.nodes;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)b(r[l],{instancePath:n+"/nodes\
/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?b.errors:e.concat(b.errors),t=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return j.errors=e,
t===0}function Ke(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),
t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ve.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Config"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ve.properties.kind.enum}};
e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(D(i.spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?D.errors:
e.concat(D.errors),t=e.length)),i.status!==void 0&&(j(i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?j.errors:
e.concat(j.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Ke.errors=e,t===0}const Fr=We,
$e={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{
type:"string",enum:["Network"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"NetworkSpec"},status:{$ref:"NetworkStatus"}}},Oe={type:"object",properties:{hostName:{$ref:"\
HostName"},driver:{type:"string",maxLength:256},driverOpts:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},internal:{type:"\
boolean"},attachable:{type:"boolean"},enableIPv4:{type:"boolean"},enableIPv6:{type:"boolean"},ingress:{type:"boolean"},scope:{type:"string",enum:["local","swarm",
"global"]},ipam:{$ref:"IPAM"},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},external:{type:"boolean"}},additionalProperties:!1};function F(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="subnet"||r==="ipRange"||r==="gateway"||r==="auxAddresses")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),t++}if(i.subnet!==void 0){let r=i.subnet;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/subnet",keyword:"maxLength",params:{
limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/subnet",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.ipRange!==
void 0){let r=i.ipRange;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/ipRange",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),
t++}}else{const s={instancePath:n+"/ipRange",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.gateway!==void 0){let r=i.gateway;if(typeof r==
"string"){if(r.length>64){const s={instancePath:n+"/gateway",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"\
/gateway",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.auxAddresses!==void 0){let r=i.auxAddresses;if(r&&typeof r=="object"&&!Array.
isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/auxAddresses",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>64){const o={instancePath:n+"/auxAddresses/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{
limit:64}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/auxAddresses/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"str\
ing"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/auxAddresses",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{const r={
instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return F.errors=e,t===0}function I(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="driver"||r==="options"||r==="config")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.driver!==void 0){let r=i.driver;if(typeof r=="string"){if(r.length>
256){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/driver",keyword:"typ\
e",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.options!==void 0){let r=i.options;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>
4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="st\
ring"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.
push(o),t++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{
const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.config!==void 0){let r=i.config;if(Array.isArray(r)){
if(r.length>4096){const l={instancePath:n+"/config",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)F(
r[l],{instancePath:n+"/config/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?F.errors:e.concat(F.errors),t=e.length)}else{const s={instancePath:n+
"/config",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),t++}return I.errors=e,t===0}function S(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){for(const r in i)if(!h.call(Oe.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),t++}if(i.hostName!==void 0&&(d(i.hostName,{instancePath:n+"/hostName",parentData:i,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:
e.concat(d.errors),t=e.length)),i.driver!==void 0){let r=i.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",
params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.
driverOpts!==void 0){let r=i.driverOpts;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"\
maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"\
/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/dri\
verOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/driverOp\
ts",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.internal!==void 0&&typeof i.internal!="boolean"){const r={instancePath:n+"/interna\
l",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.attachable!==void 0&&typeof i.attachable!="boolean"){const r={instancePath:n+"/atta\
chable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.enableIPv4!==void 0&&typeof i.enableIPv4!="boolean"){const r={instancePath:n+"\
/enableIPv4",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.enableIPv6!==void 0&&typeof i.enableIPv6!="boolean"){const r={instancePath:n+
"/enableIPv6",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.ingress!==void 0&&typeof i.ingress!="boolean"){const r={instancePath:n+"\
/ingress",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.scope!==void 0){let r=i.scope;if(typeof r!="string"){const s={instancePath:n+
"/scope",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="local"||r==="swarm"||r==="global")){const s={instancePath:n+"/scope",keyword:"\
enum",params:{allowedValues:Oe.properties.scope.enum}};e===null?e=[s]:e.push(s),t++}}if(i.ipam!==void 0&&(I(i.ipam,{instancePath:n+"/ipam",parentData:i,parentDataProperty:"\
ipam",rootData:a})||(e=e===null?I.errors:e.concat(I.errors),t=e.length)),i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.
keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.external!==void 0&&typeof i.external!="bo\
olean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return S.errors=e,t===0}function R(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.node===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="node"||r==="id"||r==="state"||
r==="message")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.node!==void 0){let r=i.node;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.id!==void 0){let r=i.id;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/id",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/id",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}if(i.state!==void 0){let r=i.state;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/state",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/state",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.message!==void 0){
let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),
t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return R.errors=e,t===0}function V(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,
t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="observedGeneration"||r==="conditions"||r==="hostName"||r==="driver"||r==="nodes")){const s={
instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.
push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"\
<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/condi\
tions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"a\
rray"}};e===null?e=[s]:e.push(s),t++}}if(i.hostName!==void 0){let r=i.hostName;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/hostName",keyword:"\
maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/hostName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.driver!==void 0){let r=i.driver;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.nodes!==void 0){let r=i.
nodes;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;
for(let l=0;l<s;l++)R(r[l],{instancePath:n+"/nodes/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?R.errors:e.concat(R.errors),t=e.length)}else{
const s={instancePath:n+"/nodes",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),t++}return V.errors=e,t===0}function We(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;
if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?
e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||
r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.
apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.de\
v/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:$e.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){
let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Network"){const s={
instancePath:n+"/kind",keyword:"enum",params:{allowedValues:$e.properties.kind.enum}};e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+
"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(S(i.spec,{instancePath:n+
"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?S.errors:e.concat(S.errors),t=e.length)),i.status!==void 0&&(V(i.status,{instancePath:n+
"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?V.errors:e.concat(V.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return We.errors=e,t===0}const Ir=Xe,qe={type:"object",additionalProperties:!1,required:["apiVersion","kind",
"metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Node"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"\
NodeSpec"},status:{$ref:"NodeStatus"}}};const fr=new RegExp("^(unix|tcp|http|https|ssh|npipe)://.+$","u");function $(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="caFile"||r==="certFile"||r==="keyFile")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
t++}if(i.caFile!==void 0){let r=i.caFile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/caFile",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/caFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.certFile!==void 0){let r=i.
certFile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/certFile",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/certFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.keyFile!==void 0){let r=i.keyFile;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/keyFile",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/keyFile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),t++}return $.errors=e,t===0}function O(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="ob\
ject"&&!Array.isArray(i)){for(const r in i)if(!(r==="host"||r==="tls")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),t++}if(i.host!==void 0){let r=i.host;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/host",keyword:"maxLength",params:{limit:1024}};
e===null?e=[s]:e.push(s),t++}if(!fr.test(r)){const s={instancePath:n+"/host",keyword:"pattern",params:{pattern:"^(unix|tcp|http|https|ssh|npipe)://.+$"}};e===null?
e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/host",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}i.tls!==void 0&&($(i.tls,{instancePath:n+
"/tls",parentData:i,parentDataProperty:"tls",rootData:a})||(e=e===null?$.errors:e.concat($.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return O.errors=e,t===0}function q(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,
t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="engine"||r==="labels"||r==="unschedulable"||r==="drain")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.engine!==void 0&&(O(i.engine,{instancePath:n+"/engine",parentData:i,parentDataProperty:"\
engine",rootData:a})||(e=e===null?O.errors:e.concat(O.errors),t=e.length)),i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.
keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:
e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.unschedulable!==void 0&&typeof i.unschedulable!=
"boolean"){const r={instancePath:n+"/unschedulable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.drain!==void 0&&typeof i.drain!="b\
oolean"){const r={instancePath:n+"/drain",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return q.errors=e,t===0}const ur={type:"object",properties:{observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},
conditions:{type:"array",items:{$ref:"Condition"},maxItems:4096},engineID:{type:"string",maxLength:4096},engineVersion:{type:"string",maxLength:4096},apiVersion:{
type:"string",maxLength:4096},hostname:{type:"string",maxLength:4096},os:{type:"string",maxLength:4096},architecture:{type:"string",maxLength:4096},cpus:{type:"\
integer",minimum:0,maximum:2147483647},memoryBytes:{type:"integer",minimum:0,maximum:9007199254740991},ready:{type:"boolean"},lastSeen:{type:"string",maxLength:4096},
containersRunning:{type:"integer",minimum:0,maximum:2147483647}},additionalProperties:!1};function E(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){
let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!h.call(ur.properties,r)){const s={instancePath:n,keyword:"additionalProperties",
params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(
r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=
[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}
if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===
null?y.errors:e.concat(y.errors),t=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.
engineID!==void 0){let r=i.engineID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/engineID",keyword:"maxLength",params:{limit:4096}};e===null?
e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/engineID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.engineVersion!==void 0){
let r=i.engineVersion;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/engineVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:
e.push(s),t++}}else{const s={instancePath:n+"/engineVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.apiVersion!==void 0){let r=i.
apiVersion;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/apiVersion",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.hostname!==void 0){let r=i.hostname;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/hostname",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/hostname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.os!==void 0){let r=i.os;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/os",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/os",keyword:"type",params:{type:"stri\
ng"}};e===null?e=[s]:e.push(s),t++}}if(i.architecture!==void 0){let r=i.architecture;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/architec\
ture",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/architecture",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}}if(i.cpus!==void 0){let r=i.cpus;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpus",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"\
maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.memoryBytes!==void 0){let r=i.memoryBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/memoryBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={
instancePath:n+"/memoryBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/memoryBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.ready!==void 0&&typeof i.ready!="boolean"){const r={instancePath:n+
"/ready",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.lastSeen!==void 0){let r=i.lastSeen;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/lastSeen",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/lastSeen",keyword:"typ\
e",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.containersRunning!==void 0){let r=i.containersRunning;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){const s={instancePath:n+"/containersRunning",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(
r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/containersRunning",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),
t++}if(r<0||isNaN(r)){const s={instancePath:n+"/containersRunning",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{const r={
instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return E.errors=e,t===0}function Xe(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(
r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r===
"metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==
void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!==
"reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:qe.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.
kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="N\
ode"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:qe.properties.kind.enum}};e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,
{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(q(i.
spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?q.errors:e.concat(q.errors),t=e.length)),i.status!==void 0&&(E(i.status,
{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?E.errors:e.concat(E.errors),t=e.length))}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Xe.errors=e,t===0}const Sr=Ye,Ee={type:"object",additionalProperties:!1,required:["ap\
iVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Revision"]},metadata:{$ref:"Obje\
ctMeta"},spec:{$ref:"RevisionSpec"},status:{$ref:"RevisionStatus"}}};const je={type:"object",properties:{image:{type:"string",minLength:1,maxLength:4096},build:{$ref:"Build"},pullPolicy:{type:"string",enum:["Always","Missing","Ne\
ver","Build","Daily","Weekly"]},platform:{type:"string",maxLength:128},command:{type:"array",items:{type:"string",maxLength:131072},maxItems:4096},args:{type:"a\
rray",items:{type:"string",maxLength:131072},maxItems:4096},env:{type:"array",items:{$ref:"EnvVar"},maxItems:4096},workingDir:{type:"string",maxLength:4096},user:{
type:"string",maxLength:256},groupAdd:{type:"array",items:{type:"string",maxLength:256},maxItems:4096},hostname:{type:"string",maxLength:255},domainname:{type:"\
string",maxLength:255},macAddress:{type:"string",maxLength:32},labels:{type:"object",additionalProperties:{type:"string",maxLength:65536},maxProperties:4096},annotations:{
type:"object",additionalProperties:{type:"string",maxLength:65536},maxProperties:4096},tty:{type:"boolean"},stdin:{type:"boolean"},stdinOnce:{type:"boolean"},stopSignal:{
type:"string",maxLength:32},stopGracePeriodSeconds:{type:"number",minimum:0,maximum:31536e3},init:{type:"boolean"},healthcheck:{$ref:"Healthcheck"},mounts:{type:"\
array",items:{$ref:"Mount"},maxItems:4096},volumesFrom:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},volumeDriver:{type:"string",maxLength:256},
secrets:{type:"array",items:{$ref:"SecretReference"},maxItems:4096},configs:{type:"array",items:{$ref:"ConfigReference"},maxItems:4096},networks:{type:"array",items:{
$ref:"NetworkAttachment"},maxItems:4096},networkMode:{type:"string",maxLength:512},ports:{type:"array",items:{$ref:"Port"},maxItems:4096},expose:{type:"array",items:{
type:"string",pattern:"^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?$",maxLength:4096},maxItems:4096},dns:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},
dnsSearch:{type:"array",items:{type:"string",maxLength:255},maxItems:4096},dnsOptions:{type:"array",items:{type:"string",maxLength:255},maxItems:4096},extraHosts:{
type:"array",items:{type:"string",maxLength:4096},maxItems:4096},links:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},externalLinks:{type:"ar\
ray",items:{type:"string",maxLength:4096},maxItems:4096},publishAllPorts:{type:"boolean"},resources:{$ref:"Resources"},memorySwappiness:{type:"integer",minimum:0,
maximum:100},oomKillDisable:{type:"boolean"},oomScoreAdj:{type:"integer",minimum:-1e3,maximum:1e3},cpuShares:{type:"integer",minimum:0,maximum:9007199254740991},
cpuPeriod:{type:"integer",minimum:0,maximum:9007199254740991},cpuQuota:{type:"integer",minimum:-1,maximum:9007199254740991},cpuRealtimePeriod:{type:"integer",minimum:0,
maximum:9007199254740991},cpuRealtimeRuntime:{type:"integer",minimum:-1,maximum:9007199254740991},cpusetCpus:{type:"string",maxLength:1024},cpusetMems:{type:"st\
ring",maxLength:1024},cpuCount:{type:"integer",minimum:0,maximum:9007199254740991},cpuPercent:{type:"number",minimum:0,maximum:100},ioMaximumIOps:{type:"integer",
minimum:0,maximum:9007199254740991},ioMaximumBandwidthBytes:{type:"integer",minimum:0,maximum:9007199254740991},kernelMemoryTCPBytes:{type:"integer",minimum:-1,
maximum:9007199254740991},blkio:{$ref:"BlockIO"},devices:{type:"array",items:{$ref:"Device"},maxItems:4096},deviceCgroupRules:{type:"array",items:{type:"string",
pattern:"^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$",maxLength:4096},maxItems:4096},deviceRequests:{type:"array",items:{$ref:"DeviceRequest"},maxItems:4096},capAdd:{
type:"array",items:{type:"string",maxLength:64},maxItems:4096},capDrop:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},privileged:{type:"boolean"},
readOnly:{type:"boolean"},securityOpt:{type:"array",items:{type:"string",maxLength:1048576},maxItems:4096},maskedPaths:{type:"array",items:{type:"string",maxLength:4096},
maxItems:4096},readonlyPaths:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},sysctls:{type:"object",additionalProperties:{type:"string",maxLength:4096},
maxProperties:4096},ulimits:{type:"array",items:{$ref:"Ulimit"},maxItems:4096},shmSizeBytes:{type:"integer",minimum:0,maximum:9007199254740991},tmpfs:{type:"obj\
ect",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},pidMode:{type:"string",maxLength:512},ipcMode:{type:"string",maxLength:512},utsMode:{
type:"string",maxLength:64},usernsMode:{type:"string",maxLength:64},cgroupnsMode:{type:"string",enum:["host","private"]},cgroupParent:{type:"string",maxLength:4096},
runtime:{type:"string",maxLength:256},isolation:{type:"string",maxLength:64},storageOpt:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},
logging:{$ref:"Logging"},restartPolicy:{$ref:"RestartPolicy"},hooks:{$ref:"Hooks"}},additionalProperties:!1},yr={type:"object",properties:{context:{type:"string",
minLength:1,maxLength:4096},dockerfile:{type:"string",maxLength:4096},dockerfileInline:{type:"string",maxLength:1048576},args:{type:"array",items:{$ref:"EnvVar"},
maxItems:4096},target:{type:"string",maxLength:256},labels:{type:"object",additionalProperties:{type:"string",maxLength:65536},maxProperties:4096},cacheFrom:{type:"\
array",items:{type:"string",maxLength:4096},maxItems:4096},cacheTo:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},network:{type:"string",maxLength:512},
platform:{type:"string",maxLength:128},platforms:{type:"array",items:{type:"string",maxLength:128},maxItems:4096},extraHosts:{type:"array",items:{type:"string",
maxLength:4096},maxItems:4096},shmSizeBytes:{type:"integer",minimum:0,maximum:9007199254740991},pull:{type:"boolean"},noCache:{type:"boolean"},noCacheFilter:{type:"\
array",items:{type:"string",maxLength:256},maxItems:4096},tags:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},isolation:{type:"string",maxLength:64},
additionalContexts:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},secrets:{type:"array",items:{$ref:"SecretReference"},maxItems:4096},
ssh:{type:"array",items:{type:"string",maxLength:4096},maxItems:4096},privileged:{type:"boolean"},entitlements:{type:"array",items:{type:"string",maxLength:256},
maxItems:4096},ulimits:{type:"array",items:{$ref:"Ulimit"},maxItems:4096},provenance:{type:"string",maxLength:4096},sbom:{type:"string",maxLength:4096}},additionalProperties:!1};const cr=new RegExp("^[^=\\x00]+$","u");function g(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="obje\
ct"&&!Array.isArray(i)){if(i.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!(r==="name"||r==="value")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.name!==void 0){
let r=i.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.
length<1){const s={instancePath:n+"/name",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}if(!cr.test(r)){const s={instancePath:n+"/name",keyword:"\
pattern",params:{pattern:"^[^=\\x00]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[
s]:e.push(s),t++}}if(i.value!==void 0){let r=i.value;if(typeof r=="string"){if(r.length>131072){const s={instancePath:n+"/value",keyword:"maxLength",params:{limit:131072}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/value",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return g.errors=e,t===0}const De=new RegExp("^[0-9]+$","u");function N(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){if(i.secret===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"secret"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!(r==="secret"||r==="target"||r==="uid"||r==="gid"||r==="mode")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),t++}if(i.secret!==void 0){let r=i.secret;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/secret",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/secret",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/secret",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.target!==void 0){let r=i.target;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/target",
keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.uid!==void 0){let r=i.uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/uid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(!De.test(r)){const s={instancePath:n+"/uid",keyword:"pattern",params:{pattern:"^\
[0-9]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.gid!==void 0){
let r=i.gid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/gid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(!De.
test(r)){const s={instancePath:n+"/gid",keyword:"pattern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/gid",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.mode!==void 0){let r=i.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/mode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+
"/mode",keyword:"maximum",params:{comparison:"<=",limit:4095}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}
return N.errors=e,t===0}const dr=new RegExp("^[a-z]+$","u");function v(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){if(i.name===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"name"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!(r==="name"||r==="soft"||r==="hard")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.
name!==void 0){let r=i.name;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),t++}if(!dr.test(r)){const s={instancePath:n+"/name",keyword:"pattern",params:{pattern:"^[a-z]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.soft!==void 0){let r=i.soft;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/soft",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/soft",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={
instancePath:n+"/soft",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),t++}}}if(i.hard!==void 0){let r=i.hard;if(!(typeof r=="numb\
er"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hard",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&
isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/hard",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:
e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/hard",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),t++}}}}else{const r={
instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return v.errors=e,t===0}function C(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!h.call(yr.properties,r)){const s={instancePath:n,keyword:"add\
itionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.context!==void 0){let r=i.context;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/context",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/context",keyword:"minLe\
ngth",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/context",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}
if(i.dockerfile!==void 0){let r=i.dockerfile;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/dockerfile",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/dockerfile",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.dockerfileInline!==
void 0){let r=i.dockerfileInline;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+"/dockerfileInline",keyword:"maxLength",params:{limit:1048576}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/dockerfileInline",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.args!==
void 0){let r=i.args;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/args",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}
const s=r.length;for(let l=0;l<s;l++)g(r[l],{instancePath:n+"/args/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(g.errors),t=
e.length)}else{const s={instancePath:n+"/args",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.target!==void 0){let r=i.target;if(typeof r==
"string"){if(r.length>256){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/target",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){
if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];
if(typeof l=="string"){if(l.length>65536){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};
e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.cacheFrom!==void 0){let r=i.
cacheFrom;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/cacheFrom",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/cacheFrom/"+l,keyword:"maxLength",params:{limit:4096}};
e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/cacheFrom/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+
"/cacheFrom",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.cacheTo!==void 0){let r=i.cacheTo;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/cacheTo",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="st\
ring"){if(o.length>4096){const p={instancePath:n+"/cacheTo/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/cacheTo/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/cacheTo",keyword:"type",params:{type:"array"}};
e===null?e=[s]:e.push(s),t++}}if(i.network!==void 0){let r=i.network;if(typeof r=="string"){if(r.length>512){const s={instancePath:n+"/network",keyword:"maxLeng\
th",params:{limit:512}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/network",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}
if(i.platform!==void 0){let r=i.platform;if(typeof r=="string"){if(r.length>128){const s={instancePath:n+"/platform",keyword:"maxLength",params:{limit:128}};e===
null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/platform",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.platforms!==void 0){
let r=i.platforms;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/platforms",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>128){const p={instancePath:n+"/platforms/"+l,keyword:"maxLength",params:{limit:128}};
e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/platforms/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+
"/platforms",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.extraHosts!==void 0){let r=i.extraHosts;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/extraHosts",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>4096){const p={instancePath:n+"/extraHosts/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/extraHosts/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/extraHosts",keyword:"type",params:{type:"a\
rray"}};e===null?e=[s]:e.push(s),t++}}if(i.shmSizeBytes!==void 0){let r=i.shmSizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/shmSizeBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={
instancePath:n+"/shmSizeBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/shmSizeBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.pull!==void 0&&typeof i.pull!="boolean"){const r={instancePath:n+
"/pull",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.noCache!==void 0&&typeof i.noCache!="boolean"){const r={instancePath:n+"/noCac\
he",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.noCacheFilter!==void 0){let r=i.noCacheFilter;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/noCacheFilter",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>256){const p={instancePath:n+"/noCacheFilter/"+l,keyword:"maxLength",params:{limit:256}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/noCacheFilter/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/noCacheFilter",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),t++}}if(i.tags!==void 0){let r=i.tags;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/tags",keyword:"maxItems",
params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/tags/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/tags/"+l,keyword:"type",params:{type:"string"}};
e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/tags",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.isolation!==void 0){
let r=i.isolation;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/isolation",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/isolation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.additionalContexts!==void 0){let r=i.additionalContexts;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/additionalContexts",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/additionalContexts/"+s.replace(/~/g,
"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/additionalContexts/"+s.replace(/~/g,
"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/additionalContexts",keyword:"type",
params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.secrets!==void 0){let r=i.secrets;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/se\
crets",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)N(r[l],{instancePath:n+"/secrets/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?N.errors:e.concat(N.errors),t=e.length)}else{const s={instancePath:n+"/secrets",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),t++}}if(i.ssh!==void 0){let r=i.ssh;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ssh",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/ss\
h/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/ssh/"+l,keyword:"type",params:{type:"string"}};e===null?
e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/ssh",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.privileged!==void 0&&typeof i.
privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.entitlements!==void 0){let r=i.
entitlements;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/entitlements",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}
const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>256){const p={instancePath:n+"/entitlements/"+l,keyword:"maxLength",params:{
limit:256}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/entitlements/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{
const s={instancePath:n+"/entitlements",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.ulimits!==void 0){let r=i.ulimits;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/ulimits",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)
v(r[l],{instancePath:n+"/ulimits/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?v.errors:e.concat(v.errors),t=e.length)}else{const s={instancePath:n+
"/ulimits",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.provenance!==void 0){let r=i.provenance;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/provenance",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/provenance",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.sbom!==void 0){let r=i.sbom;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/\
sbom",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/sbom",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return C.errors=e,t===0}function B(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="test"||r==="intervalSeconds"||r==="timeoutSeconds"||r==="startPeriodSeconds"||r==="startIntervalSeconds"||r==="retries"||r==="disable")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.test!==void 0){let r=i.test;if(Array.isArray(r)){if(r.length>4096){
const l={instancePath:n+"/test",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>131072){const p={instancePath:n+"/test/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/test/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/test",keyword:"type",params:{type:"array"}};e===
null?e=[s]:e.push(s),t++}}if(i.intervalSeconds!==void 0){let r=i.intervalSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"\
/intervalSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/intervalSeconds",keyword:"typ\
e",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.timeoutSeconds!==void 0){let r=i.timeoutSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(
r)){const s={instancePath:n+"/timeoutSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/t\
imeoutSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.startPeriodSeconds!==void 0){let r=i.startPeriodSeconds;if(typeof r=="n\
umber"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/startPeriodSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),
t++}}else{const s={instancePath:n+"/startPeriodSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.startIntervalSeconds!==void 0){
let r=i.startIntervalSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/startIntervalSeconds",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/startIntervalSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),
t++}}if(i.retries!==void 0){let r=i.retries;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/retries",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/retries",keyword:"maximum",
params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/retries",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.disable!==void 0&&typeof i.disable!="boolean"){const r={instancePath:n+"/disable",keyword:"type",params:{type:"\
boolean"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return B.errors=e,t===
0}const Fe={type:"object",required:["type","target"],properties:{type:{type:"string",enum:["Volume","Bind","Tmpfs","NamedPipe","Image","Cluster"]},source:{type:"\
string",maxLength:4096},target:{type:"string",minLength:1,maxLength:4096},readOnly:{type:"boolean"},consistency:{type:"string",enum:["default","consistent","cac\
hed","delegated"]},bind:{$ref:"BindOptions"},volume:{$ref:"VolumeOptions"},tmpfs:{$ref:"TmpfsOptions"},image:{$ref:"ImageMountOptions"}},additionalProperties:!1},
Ce={type:"object",properties:{propagation:{type:"string",enum:["private","rprivate","shared","rshared","slave","rslave"]},createHostPath:{type:"boolean"},nonRecursive:{
type:"boolean"},readOnlyNonRecursive:{type:"boolean"},readOnlyForceRecursive:{type:"boolean"},selinux:{type:"string",enum:["z","Z"]}},additionalProperties:!1};function G(i,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="pro\
pagation"||r==="createHostPath"||r==="nonRecursive"||r==="readOnlyNonRecursive"||r==="readOnlyForceRecursive"||r==="selinux")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.propagation!==void 0){let r=i.propagation;if(typeof r!="string"){const s={
instancePath:n+"/propagation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="private"||r==="rprivate"||r==="shared"||r==="rshared"||
r==="slave"||r==="rslave")){const s={instancePath:n+"/propagation",keyword:"enum",params:{allowedValues:Ce.properties.propagation.enum}};e===null?e=[s]:e.push(s),
t++}}if(i.createHostPath!==void 0&&typeof i.createHostPath!="boolean"){const r={instancePath:n+"/createHostPath",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),t++}if(i.nonRecursive!==void 0&&typeof i.nonRecursive!="boolean"){const r={instancePath:n+"/nonRecursive",keyword:"type",params:{type:"boolean"}};
e===null?e=[r]:e.push(r),t++}if(i.readOnlyNonRecursive!==void 0&&typeof i.readOnlyNonRecursive!="boolean"){const r={instancePath:n+"/readOnlyNonRecursive",keyword:"\
type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.readOnlyForceRecursive!==void 0&&typeof i.readOnlyForceRecursive!="boolean"){const r={instancePath:n+
"/readOnlyForceRecursive",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.selinux!==void 0){let r=i.selinux;if(typeof r!="string"){const s={
instancePath:n+"/selinux",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="z"||r==="Z")){const s={instancePath:n+"/selinux",keyword:"\
enum",params:{allowedValues:Ce.properties.selinux.enum}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===
null?e=[r]:e.push(r),t++}return G.errors=e,t===0}function M(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="name"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.name!==
void 0){let r=i.name;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/name",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.options!==void 0){let r=i.options;if(r&&typeof r=="obj\
ect"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),
t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{
type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return M.errors=e,t===0}function T(i,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="noCopy"||r==="subpath"||r==="label\
s"||r==="driver")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.noCopy!==void 0&&typeof i.
noCopy!="boolean"){const r={instancePath:n+"/noCopy",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.subpath!==void 0){let r=i.subpath;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/subpath",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/subpath",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.
isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};
e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}i.driver!==void 0&&(M(i.driver,{
instancePath:n+"/driver",parentData:i,parentDataProperty:"driver",rootData:a})||(e=e===null?M.errors:e.concat(M.errors),t=e.length))}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return T.errors=e,t===0}function H(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="sizeBytes"||r==="mode"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
t++}if(i.sizeBytes!==void 0){let r=i.sizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/sizeBytes",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/sizeBytes",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/sizeBytes",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.mode!==void 0){let r=i.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/mode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+
"/mode",keyword:"maximum",params:{comparison:"<=",limit:4095}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.options!==void 0){let r=i.options;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/options",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>
4096){const p={instancePath:n+"/options/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/options/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return H.errors=e,t===0}function z(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(r!=="subpath"){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.subpath!==void 0){let r=i.
subpath;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/subpath",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/subpath",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),t++}return z.errors=e,t===0}function Z(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;
if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.type===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"type"}};e===null?e=[r]:e.push(
r),t++}if(i.target===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"target"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!h.call(
Fe.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.type!==void 0){let r=i.
type;if(typeof r!="string"){const s={instancePath:n+"/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Volume"||r==="Bind"||r===
"Tmpfs"||r==="NamedPipe"||r==="Image"||r==="Cluster")){const s={instancePath:n+"/type",keyword:"enum",params:{allowedValues:Fe.properties.type.enum}};e===null?e=
[s]:e.push(s),t++}}if(i.source!==void 0){let r=i.source;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/source",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/source",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.target!==void 0){
let r=i.target;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}
if(r.length<1){const s={instancePath:n+"/target",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/target",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.readOnly!==void 0&&typeof i.readOnly!="boolean"){const r={instancePath:n+"/readOnly",keyword:"t\
ype",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.consistency!==void 0){let r=i.consistency;if(typeof r!="string"){const s={instancePath:n+"/consi\
stency",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="default"||r==="consistent"||r==="cached"||r==="delegated")){const s={instancePath:n+
"/consistency",keyword:"enum",params:{allowedValues:Fe.properties.consistency.enum}};e===null?e=[s]:e.push(s),t++}}i.bind!==void 0&&(G(i.bind,{instancePath:n+"/\
bind",parentData:i,parentDataProperty:"bind",rootData:a})||(e=e===null?G.errors:e.concat(G.errors),t=e.length)),i.volume!==void 0&&(T(i.volume,{instancePath:n+"\
/volume",parentData:i,parentDataProperty:"volume",rootData:a})||(e=e===null?T.errors:e.concat(T.errors),t=e.length)),i.tmpfs!==void 0&&(H(i.tmpfs,{instancePath:n+
"/tmpfs",parentData:i,parentDataProperty:"tmpfs",rootData:a})||(e=e===null?H.errors:e.concat(H.errors),t=e.length)),i.image!==void 0&&(z(i.image,{instancePath:n+
"/image",parentData:i,parentDataProperty:"image",rootData:a})||(e=e===null?z.errors:e.concat(z.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",
params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Z.errors=e,t===0}function _(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.config===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"config"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="config"||r==="target"||r===
"uid"||r==="gid"||r==="mode")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.config!==
void 0){let r=i.config;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/config",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),t++}if(r.length<1){const s={instancePath:n+"/config",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/confi\
g",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.target!==void 0){let r=i.target;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/target",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}}if(i.uid!==void 0){let r=i.uid;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/uid",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}if(!De.test(r)){const s={instancePath:n+"/uid",keyword:"pattern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/uid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.gid!==void 0){let r=i.gid;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/gid",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(!De.test(r)){const s={instancePath:n+"/gid",keyword:"pat\
tern",params:{pattern:"^[0-9]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/gid",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.mode!==void 0){let r=i.mode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/mode",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>4095||isNaN(r)){const s={instancePath:n+"/mode",keyword:"maximum",params:{comparison:"\
<=",limit:4095}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/mode",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[
s]:e.push(s),t++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return _.errors=e,t===0}const hr={type:"obj\
ect",required:["network"],properties:{network:{type:"string",minLength:1,maxLength:4096},aliases:{type:"array",items:{type:"string",maxLength:255},maxItems:4096},
ipv4Address:{type:"string",maxLength:64},ipv6Address:{type:"string",maxLength:64},linkLocalIPs:{type:"array",items:{type:"string",maxLength:64},maxItems:4096},macAddress:{
type:"string",maxLength:32},driverOpts:{type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},gwPriority:{type:"integer",minimum:-2147483648,
maximum:2147483647},priority:{type:"number"},interfaceName:{type:"string",maxLength:15}},additionalProperties:!1};function U(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.network===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
network"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!h.call(hr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.network!==void 0){let r=i.network;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/network",keyword:"maxLeng\
th",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/network",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(
s),t++}}else{const s={instancePath:n+"/network",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.aliases!==void 0){let r=i.aliases;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/aliases",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){const p={instancePath:n+"/aliases/"+l,keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),
t++}}else{const p={instancePath:n+"/aliases/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/aliases",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.ipv4Address!==void 0){let r=i.ipv4Address;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+
"/ipv4Address",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/ipv4Address",keyword:"type",params:{type:"str\
ing"}};e===null?e=[s]:e.push(s),t++}}if(i.ipv6Address!==void 0){let r=i.ipv6Address;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/ipv6Address",
keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/ipv6Address",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}if(i.linkLocalIPs!==void 0){let r=i.linkLocalIPs;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/linkLocalIPs",keyword:"ma\
xItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+
"/linkLocalIPs/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/linkLocalIPs/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/linkLocalIPs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.macAddress!==
void 0){let r=i.macAddress;if(typeof r=="string"){if(r.length>32){const s={instancePath:n+"/macAddress",keyword:"maxLength",params:{limit:32}};e===null?e=[s]:e.
push(s),t++}}else{const s={instancePath:n+"/macAddress",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.driverOpts!==void 0){let r=i.driverOpts;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"maxProperties",params:{limit:4096}};e===
null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,
"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/driverOpts",keyword:"type",params:{type:"object"}};e===
null?e=[s]:e.push(s),t++}}if(i.gwPriority!==void 0){let r=i.gwPriority;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/gwPri\
ority",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/gwPriority",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<-2147483648||isNaN(r)){const s={instancePath:n+"/gw\
Priority",keyword:"minimum",params:{comparison:">=",limit:-2147483648}};e===null?e=[s]:e.push(s),t++}}}if(i.priority!==void 0){let r=i.priority;if(!(typeof r=="\
number"&&isFinite(r))){const s={instancePath:n+"/priority",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.interfaceName!==void 0){let r=i.
interfaceName;if(typeof r=="string"){if(r.length>15){const s={instancePath:n+"/interfaceName",keyword:"maxLength",params:{limit:15}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/interfaceName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return U.errors=e,t===0}const Ie={type:"object",required:["containerPort"],properties:{containerPort:{type:"integer",
minimum:1,maximum:65535},containerPortEnd:{type:"integer",minimum:1,maximum:65535},hostPort:{type:"integer",minimum:0,maximum:65535},hostPortEnd:{type:"integer",
minimum:1,maximum:65535},hostIP:{type:"string",maxLength:64},protocol:{type:"string",enum:["tcp","udp","sctp"]},name:{type:"string",maxLength:63},appProtocol:{type:"\
string",maxLength:63},mode:{type:"string",enum:["Host","Ingress"]}},additionalProperties:!1};function Q(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){
let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.containerPort===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"con\
tainerPort"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!h.call(Ie.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.containerPort!==void 0){let r=i.containerPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/containerPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+
"/containerPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),t++}if(r<1||isNaN(r)){const s={instancePath:n+"/containerPort",
keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),t++}}}if(i.containerPortEnd!==void 0){let r=i.containerPortEnd;if(!(typeof r=="numb\
er"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/containerPortEnd",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r==
"number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/containerPortEnd",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:
e.push(s),t++}if(r<1||isNaN(r)){const s={instancePath:n+"/containerPortEnd",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),t++}}}if(i.
hostPort!==void 0){let r=i.hostPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hostPort",keyword:"type",params:{type:"i\
nteger"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"maximum",params:{comparison:"\
<=",limit:65535}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?
e=[s]:e.push(s),t++}}}if(i.hostPortEnd!==void 0){let r=i.hostPortEnd;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/hostPor\
tEnd",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>65535||isNaN(r)){const s={instancePath:n+"/h\
ostPortEnd",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),t++}if(r<1||isNaN(r)){const s={instancePath:n+"/hostPortEnd",keyword:"\
minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),t++}}}if(i.hostIP!==void 0){let r=i.hostIP;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+
"/hostIP",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/hostIP",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}}if(i.protocol!==void 0){let r=i.protocol;if(typeof r!="string"){const s={instancePath:n+"/protocol",keyword:"type",params:{type:"strin\
g"}};e===null?e=[s]:e.push(s),t++}if(!(r==="tcp"||r==="udp"||r==="sctp")){const s={instancePath:n+"/protocol",keyword:"enum",params:{allowedValues:Ie.properties.
protocol.enum}};e===null?e=[s]:e.push(s),t++}}if(i.name!==void 0){let r=i.name;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/name",keyword:"m\
axLength",params:{limit:63}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
t++}}if(i.appProtocol!==void 0){let r=i.appProtocol;if(typeof r=="string"){if(r.length>63){const s={instancePath:n+"/appProtocol",keyword:"maxLength",params:{limit:63}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/appProtocol",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.mode!==void 0){
let r=i.mode;if(typeof r!="string"){const s={instancePath:n+"/mode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Host"||r==="In\
gress")){const s={instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Ie.properties.mode.enum}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Q.errors=e,t===0}function J(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="cpus"||r==="memoryBytes"||r==="memorySwapBytes"||r==="pids")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===
null?e=[s]:e.push(s),t++}if(i.cpus!==void 0){let r=i.cpus;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cpus",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(
s),t++}}if(i.memoryBytes!==void 0){let r=i.memoryBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memoryBytes",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memor\
yBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/memoryBytes",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.memorySwapBytes!==void 0){let r=i.memorySwapBytes;if(!(typeof r=="number"&&
!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memorySwapBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="n\
umber"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memorySwapBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/memorySwapBytes",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.
push(s),t++}}}if(i.pids!==void 0){let r=i.pids;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/pids",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/pids",keyword:"maxi\
mum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/pids",keyword:"minimum",params:{
comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),t++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return J.
errors=e,t===0}function K(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.kind===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="kind"||r==="value"||r==="nam\
ed")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.kind!==void 0){let r=i.kind;if(typeof r==
"string"){if(r.length>256){const s={instancePath:n+"/kind",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/\
kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.value!==void 0){let r=i.value;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/value",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/value",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={
instancePath:n+"/value",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.named!==void 0){let r=i.named;if(typeof r=="stri\
ng"){if(r.length>256){const s={instancePath:n+"/named",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/name\
d",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(
r),t++}return K.errors=e,t===0}function P(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="driver"||r==="count"||r==="deviceIDs"||r==="capabilities"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.driver!==void 0){let r=i.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",
params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.
count!==void 0){let r=i.count;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/count",keyword:"type",params:{type:"integer"}};
e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/count",keyword:"maximum",params:{comparison:"\
<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/count",keyword:"minimum",params:{comparison:">=",limit:-1}};e===
null?e=[s]:e.push(s),t++}}}if(i.deviceIDs!==void 0){let r=i.deviceIDs;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceIDs",keyword:"maxIt\
ems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/deviceIDs/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/deviceIDs/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/deviceIDs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.capabilities!==
void 0){let r=i.capabilities;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/capabilities",keyword:"maxItems",params:{limit:4096}};e===null?e=[
l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(Array.isArray(o)){if(o.length>4096){const w={instancePath:n+"/capabilities/"+l,keyword:"max\
Items",params:{limit:4096}};e===null?e=[w]:e.push(w),t++}const p=o.length;for(let w=0;w<p;w++){let Re=o[w];if(typeof Re=="string"){if(Re.length>256){const L={instancePath:n+
"/capabilities/"+l+"/"+w,keyword:"maxLength",params:{limit:256}};e===null?e=[L]:e.push(L),t++}}else{const L={instancePath:n+"/capabilities/"+l+"/"+w,keyword:"ty\
pe",params:{type:"string"}};e===null?e=[L]:e.push(L),t++}}}else{const p={instancePath:n+"/capabilities/"+l,keyword:"type",params:{type:"array"}};e===null?e=[p]:
e.push(p),t++}}}else{const s={instancePath:n+"/capabilities",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.options!==void 0){let r=i.
options;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"\
~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?
e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return P.errors=e,t===0}function W(i,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="cpus"||r==="memoryByt\
es"||r==="genericResources"||r==="devices")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}
if(i.cpus!==void 0){let r=i.cpus;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/cpus",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cpus",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.memoryBytes!==
void 0){let r=i.memoryBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/memoryBytes",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"maximum",
params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/memoryBytes",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.genericResources!==void 0){let r=i.genericResources;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/genericResources",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)K(r[l],{instancePath:n+
"/genericResources/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?K.errors:e.concat(K.errors),t=e.length)}else{const s={instancePath:n+"/generi\
cResources",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.devices!==void 0){let r=i.devices;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/devices",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)P(r[l],{instancePath:n+"/dev\
ices/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?P.errors:e.concat(P.errors),t=e.length)}else{const s={instancePath:n+"/devices",keyword:"ty\
pe",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return W.
errors=e,t===0}function X(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="limits"||r==="reservations")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}i.limits!==
void 0&&(J(i.limits,{instancePath:n+"/limits",parentData:i,parentDataProperty:"limits",rootData:a})||(e=e===null?J.errors:e.concat(J.errors),t=e.length)),i.reservations!==
void 0&&(W(i.reservations,{instancePath:n+"/reservations",parentData:i,parentDataProperty:"reservations",rootData:a})||(e=e===null?W.errors:e.concat(W.errors),t=
e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return X.errors=e,t===0}function Y(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.path===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),t++}if(i.weight===void 0){const r={instancePath:n,keyword:"\
required",params:{missingProperty:"weight"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="path"||r==="weight")){const s={instancePath:n,keyword:"addi\
tionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.path!==void 0){let r=i.path;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/path",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/path",keyword:"minLength",
params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/path",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.weight!==
void 0){let r=i.weight;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/weight",keyword:"type",params:{type:"integer"}};e===null?
e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/weight",keyword:"maximum",params:{comparison:"<=",limit:1e3}};
e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/weight",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Y.errors=e,t===0}function c(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.path===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"path"}};e===null?e=[r]:e.push(r),t++}if(i.rate===void 0){const r={instancePath:n,keyword:"re\
quired",params:{missingProperty:"rate"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="path"||r==="rate")){const s={instancePath:n,keyword:"additional\
Properties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.path!==void 0){let r=i.path;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/path",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/path",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/path",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.rate!==void 0){let r=i.
rate;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/rate",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/rate",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/rate",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return c.errors=e,t===0}function ee(i,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="weight"||r==="weightDevices"||r===
"readBps"||r==="writeBps"||r==="readIops"||r==="writeIops")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:
e.push(s),t++}if(i.weight!==void 0){let r=i.weight;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/weight",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/weight",keyword:"maximum",params:{
comparison:"<=",limit:1e3}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/weight",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),t++}}}if(i.weightDevices!==void 0){let r=i.weightDevices;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/weightDevices",
keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)Y(r[l],{instancePath:n+"/weightDevices/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?Y.errors:e.concat(Y.errors),t=e.length)}else{const s={instancePath:n+"/weightDevices",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),t++}}if(i.readBps!==void 0){let r=i.readBps;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readBps",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/readBps/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?c.errors:e.concat(c.errors),t=e.length)}else{const s={instancePath:n+"/readBps",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),t++}}if(i.writeBps!==void 0){let r=i.writeBps;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/writeBps",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/writeBps/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?
c.errors:e.concat(c.errors),t=e.length)}else{const s={instancePath:n+"/writeBps",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.readIops!==
void 0){let r=i.readIops;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readIops",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(
l),t++}const s=r.length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/readIops/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?c.errors:e.concat(
c.errors),t=e.length)}else{const s={instancePath:n+"/readIops",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.writeIops!==void 0){let r=i.
writeIops;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/writeIops",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++)c(r[l],{instancePath:n+"/writeIops/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?c.errors:e.concat(c.errors),t=e.length)}else{
const s={instancePath:n+"/writeIops",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"\
object"}};e===null?e=[r]:e.push(r),t++}return ee.errors=e,t===0}const gr=new RegExp("^[rwm]{1,3}$","u");function re(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="obj\
ect"&&!Array.isArray(i)){if(i.source===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"source"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!(r==="source"||r==="target"||r==="permissions")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(
s),t++}if(i.source!==void 0){let r=i.source;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/source",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/source",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/source",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.target!==void 0){let r=i.target;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/target",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/target",keyword:"t\
ype",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.permissions!==void 0){let r=i.permissions;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/permissions",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(!gr.test(r)){const s={instancePath:n+"/permissions",keyword:"pattern",params:{
pattern:"^[rwm]{1,3}$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/permissions",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return re.errors=e,t===0}function se(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="driver"||r==="options")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.driver!==
void 0){let r=i.driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),
t++}}else{const s={instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.options!==void 0){let r=i.options;if(r&&typeof r==
"object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/options",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(
s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/options/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{
type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/options",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return se.errors=e,t===0}const kr={type:"object",properties:{condition:{
type:"string",enum:["Always","UnlessStopped","OnFailure","Never"]},delaySeconds:{type:"number",minimum:0},maxAttempts:{type:"integer",minimum:0,maximum:2147483647},
windowSeconds:{type:"number",minimum:0}},additionalProperties:!1};function ie(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,
t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="condition"||r==="delaySeconds"||r==="maxAttempts"||r==="windowSeconds")){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.condition!==void 0){let r=i.condition;if(typeof r!="string"){const s={
instancePath:n+"/condition",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Always"||r==="UnlessStopped"||r==="OnFailure"||r==="Ne\
ver")){const s={instancePath:n+"/condition",keyword:"enum",params:{allowedValues:kr.properties.condition.enum}};e===null?e=[s]:e.push(s),t++}}if(i.delaySeconds!==
void 0){let r=i.delaySeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.
maxAttempts!==void 0){let r=i.maxAttempts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/maxAttempts",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/maxAttempts",keyword:"max\
imum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxAttempts",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.windowSeconds!==void 0){let r=i.windowSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){
const s={instancePath:n+"/windowSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/window\
Seconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:
e.push(r),t++}return ie.errors=e,t===0}function x(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.command===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"command"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="command"||r==="user"||r===
"privileged"||r==="workingDir"||r==="env")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.
command!==void 0){let r=i.command;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/command",keyword:"maxItems",params:{limit:4096}};e===null?e=[
l]:e.push(l),t++}if(r.length<1){const l={instancePath:n+"/command",keyword:"minItems",params:{limit:1}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>131072){const p={instancePath:n+"/command/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(
p),t++}}else{const p={instancePath:n+"/command/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/command",
keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.user!==void 0){let r=i.user;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+
"/user",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/user",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}if(i.privileged!==void 0&&typeof i.privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"type",params:{type:"boolean"}};e===
null?e=[r]:e.push(r),t++}if(i.workingDir!==void 0){let r=i.workingDir;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/workingDir",keyword:"ma\
xLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/workingDir",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.env!==void 0){let r=i.env;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/env",keyword:"maxItems",params:{limit:4096}};e===null?e=
[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)g(r[l],{instancePath:n+"/env/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(
g.errors),t=e.length)}else{const s={instancePath:n+"/env",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return x.errors=e,t===0}function te(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){
let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="postStart"||r==="preStop")){const s={instancePath:n,keyword:"additionalPr\
operties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.postStart!==void 0){let r=i.postStart;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/postStart",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)x(r[l],{instancePath:n+"/p\
ostStart/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?x.errors:e.concat(x.errors),t=e.length)}else{const s={instancePath:n+"/postStart",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.preStop!==void 0){let r=i.preStop;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/preStop",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)x(r[l],{instancePath:n+"/preStop/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?x.errors:e.concat(x.errors),t=e.length)}else{const s={instancePath:n+"/preStop",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return te.errors=e,t===0}const wr=new RegExp(
"^[0-9]{1,5}(-[0-9]{1,5})?(/(tcp|udp|sctp))?$","u"),xr=new RegExp("^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$","u");function k(i,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!h.call(je.properties,r)){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.image!==void 0){let r=i.image;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/image",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/image",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/image",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
t++}}if(i.build!==void 0&&(C(i.build,{instancePath:n+"/build",parentData:i,parentDataProperty:"build",rootData:a})||(e=e===null?C.errors:e.concat(C.errors),t=e.
length)),i.pullPolicy!==void 0){let r=i.pullPolicy;if(typeof r!="string"){const s={instancePath:n+"/pullPolicy",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}if(!(r==="Always"||r==="Missing"||r==="Never"||r==="Build"||r==="Daily"||r==="Weekly")){const s={instancePath:n+"/pullPolicy",keyword:"enum",
params:{allowedValues:je.properties.pullPolicy.enum}};e===null?e=[s]:e.push(s),t++}}if(i.platform!==void 0){let r=i.platform;if(typeof r=="string"){if(r.length>
128){const s={instancePath:n+"/platform",keyword:"maxLength",params:{limit:128}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/platform",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.command!==void 0){let r=i.command;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/command",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>
131072){const p={instancePath:n+"/command/"+l,keyword:"maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/command/"+
l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/command",keyword:"type",params:{type:"array"}};e===null?e=
[s]:e.push(s),t++}}if(i.args!==void 0){let r=i.args;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/args",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>131072){const p={instancePath:n+"/args/"+l,keyword:"\
maxLength",params:{limit:131072}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/args/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.
push(p),t++}}}else{const s={instancePath:n+"/args",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.env!==void 0){let r=i.env;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/env",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)g(
r[l],{instancePath:n+"/env/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?g.errors:e.concat(g.errors),t=e.length)}else{const s={instancePath:n+
"/env",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.workingDir!==void 0){let r=i.workingDir;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/workingDir",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/workingDir",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.user!==void 0){let r=i.user;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/u\
ser",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/user",keyword:"type",params:{type:"string"}};e===null?
e=[s]:e.push(s),t++}}if(i.groupAdd!==void 0){let r=i.groupAdd;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/groupAdd",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>256){const p={instancePath:n+"/gro\
upAdd/"+l,keyword:"maxLength",params:{limit:256}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/groupAdd/"+l,keyword:"type",params:{type:"string"}};
e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/groupAdd",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.hostname!==void 0){
let r=i.hostname;if(typeof r=="string"){if(r.length>255){const s={instancePath:n+"/hostname",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/hostname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.domainname!==void 0){let r=i.domainname;if(typeof r==
"string"){if(r.length>255){const s={instancePath:n+"/domainname",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/domainname",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.macAddress!==void 0){let r=i.macAddress;if(typeof r=="string"){if(r.length>
32){const s={instancePath:n+"/macAddress",keyword:"maxLength",params:{limit:32}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/macAddress",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).
length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l==
"string"){if(l.length>65536){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};e===null?e=[o]:
e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),
t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.annotations!==void 0){let r=i.annotations;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/annotations",keyword:"maxProperties",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>65536){const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").
replace(/\//g,"~1"),keyword:"maxLength",params:{limit:65536}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/annotations/"+s.replace(/~/g,"~0").replace(
/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/annotations",keyword:"type",params:{type:"objec\
t"}};e===null?e=[s]:e.push(s),t++}}if(i.tty!==void 0&&typeof i.tty!="boolean"){const r={instancePath:n+"/tty",keyword:"type",params:{type:"boolean"}};e===null?e=
[r]:e.push(r),t++}if(i.stdin!==void 0&&typeof i.stdin!="boolean"){const r={instancePath:n+"/stdin",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(
r),t++}if(i.stdinOnce!==void 0&&typeof i.stdinOnce!="boolean"){const r={instancePath:n+"/stdinOnce",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(
r),t++}if(i.stopSignal!==void 0){let r=i.stopSignal;if(typeof r=="string"){if(r.length>32){const s={instancePath:n+"/stopSignal",keyword:"maxLength",params:{limit:32}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/stopSignal",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.stopGracePeriodSeconds!==
void 0){let r=i.stopGracePeriodSeconds;if(typeof r=="number"&&isFinite(r)){if(r>31536e3||isNaN(r)){const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"ma\
ximum",params:{comparison:"<=",limit:31536e3}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/stopGracePeriodSeconds",keyword:"type",params:{type:"number"}};e===
null?e=[s]:e.push(s),t++}}if(i.init!==void 0&&typeof i.init!="boolean"){const r={instancePath:n+"/init",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.
push(r),t++}if(i.healthcheck!==void 0&&(B(i.healthcheck,{instancePath:n+"/healthcheck",parentData:i,parentDataProperty:"healthcheck",rootData:a})||(e=e===null?B.
errors:e.concat(B.errors),t=e.length)),i.mounts!==void 0){let r=i.mounts;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/mounts",keyword:"maxIt\
ems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)Z(r[l],{instancePath:n+"/mounts/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?Z.errors:e.concat(Z.errors),t=e.length)}else{const s={instancePath:n+"/mounts",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),t++}}if(i.volumesFrom!==void 0){let r=i.volumesFrom;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/volumesFrom",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/vo\
lumesFrom/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/volumesFrom/"+l,keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/volumesFrom",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.volumeDriver!==
void 0){let r=i.volumeDriver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/volumeDriver",keyword:"maxLength",params:{limit:256}};e===null?e=
[s]:e.push(s),t++}}else{const s={instancePath:n+"/volumeDriver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.secrets!==void 0){let r=i.
secrets;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/secrets",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++)N(r[l],{instancePath:n+"/secrets/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?N.errors:e.concat(N.errors),t=e.length)}else{
const s={instancePath:n+"/secrets",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.configs!==void 0){let r=i.configs;if(Array.isArray(r)){
if(r.length>4096){const l={instancePath:n+"/configs",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)_(
r[l],{instancePath:n+"/configs/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?_.errors:e.concat(_.errors),t=e.length)}else{const s={instancePath:n+
"/configs",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.networks!==void 0){let r=i.networks;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/networks",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)U(r[l],{instancePath:n+"/ne\
tworks/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?U.errors:e.concat(U.errors),t=e.length)}else{const s={instancePath:n+"/networks",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.networkMode!==void 0){let r=i.networkMode;if(typeof r=="string"){if(r.length>512){const s={instancePath:n+
"/networkMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/networkMode",keyword:"type",params:{type:"st\
ring"}};e===null?e=[s]:e.push(s),t++}}if(i.ports!==void 0){let r=i.ports;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ports",keyword:"maxIte\
ms",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)Q(r[l],{instancePath:n+"/ports/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?Q.errors:e.concat(Q.errors),t=e.length)}else{const s={instancePath:n+"/ports",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),t++}}if(i.expose!==void 0){let r=i.expose;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/expose",keyword:"maxItems",params:{limit:4096}};e===
null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/expose/"+l,keyword:"\
maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}if(!wr.test(o)){const p={instancePath:n+"/expose/"+l,keyword:"pattern",params:{pattern:"^[0-9]{1,5}\
(-[0-9]{1,5})?(/(tcp|udp|sctp))?$"}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/expose/"+l,keyword:"type",params:{type:"string"}};e===null?e=[
p]:e.push(p),t++}}}else{const s={instancePath:n+"/expose",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.dns!==void 0){let r=i.dns;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/dns",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/dns/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),t++}}else{
const p={instancePath:n+"/dns/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/dns",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.dnsSearch!==void 0){let r=i.dnsSearch;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/dnsSear\
ch",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){
const p={instancePath:n+"/dnsSearch/"+l,keyword:"maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/dnsSearch/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/dnsSearch",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(
s),t++}}if(i.dnsOptions!==void 0){let r=i.dnsOptions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/dnsOptions",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>255){const p={instancePath:n+"/dnsOptions/"+l,keyword:"\
maxLength",params:{limit:255}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/dnsOptions/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:
e.push(p),t++}}}else{const s={instancePath:n+"/dnsOptions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.extraHosts!==void 0){let r=i.
extraHosts;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/extraHosts",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/extraHosts/"+l,keyword:"maxLength",params:{limit:4096}};
e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/extraHosts/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={
instancePath:n+"/extraHosts",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.links!==void 0){let r=i.links;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/links",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o==
"string"){if(o.length>4096){const p={instancePath:n+"/links/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/links/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/links",keyword:"type",params:{type:"array"}};e===
null?e=[s]:e.push(s),t++}}if(i.externalLinks!==void 0){let r=i.externalLinks;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/externalLinks",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/externalLinks/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/externalLinks/"+l,keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/externalLinks",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}
if(i.publishAllPorts!==void 0&&typeof i.publishAllPorts!="boolean"){const r={instancePath:n+"/publishAllPorts",keyword:"type",params:{type:"boolean"}};e===null?
e=[r]:e.push(r),t++}if(i.resources!==void 0&&(X(i.resources,{instancePath:n+"/resources",parentData:i,parentDataProperty:"resources",rootData:a})||(e=e===null?X.
errors:e.concat(X.errors),t=e.length)),i.memorySwappiness!==void 0){let r=i.memorySwappiness;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/memorySwappiness",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>100||isNaN(r)){
const s={instancePath:n+"/memorySwappiness",keyword:"maximum",params:{comparison:"<=",limit:100}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/memorySwappiness",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.oomKillDisable!==void 0&&typeof i.oomKillDisable!="b\
oolean"){const r={instancePath:n+"/oomKillDisable",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.oomScoreAdj!==void 0){let r=i.oomScoreAdj;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/oomScoreAdj",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
t++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/oomScoreAdj",keyword:"maximum",params:{comparison:"<=",limit:1e3}};e===null?
e=[s]:e.push(s),t++}if(r<-1e3||isNaN(r)){const s={instancePath:n+"/oomScoreAdj",keyword:"minimum",params:{comparison:">=",limit:-1e3}};e===null?e=[s]:e.push(s),
t++}}}if(i.cpuShares!==void 0){let r=i.cpuShares;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuShares",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuShares",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpuShares",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.cpuPeriod!==void 0){let r=i.cpuPeriod;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/cpuPeriod",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/cpuPeriod",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/cpuPeriod",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.cpuQuota!==void 0){let r=i.cpuQuota;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuQuota",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}
if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuQuota",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/cpuQuota",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=[s]:e.push(s),
t++}}}if(i.cpuRealtimePeriod!==void 0){let r=i.cpuRealtimePeriod;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuRealtime\
Period",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/cpuRealtimePeriod",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"\
/cpuRealtimePeriod",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.cpuRealtimeRuntime!==void 0){let r=i.cpuRealtimeRuntime;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.
push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"maximum",params:{comparison:"\
<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/cpuRealtimeRuntime",keyword:"minimum",params:{comparison:"\
>=",limit:-1}};e===null?e=[s]:e.push(s),t++}}}if(i.cpusetCpus!==void 0){let r=i.cpusetCpus;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/cp\
usetCpus",keyword:"maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cpusetCpus",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}}if(i.cpusetMems!==void 0){let r=i.cpusetMems;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/cpusetMems",keyword:"\
maxLength",params:{limit:1024}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cpusetMems",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.
push(s),t++}}if(i.cpuCount!==void 0){let r=i.cpuCount;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/cpuCount",keyword:"typ\
e",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/cpuCount",
keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/cpuCount",keyword:"m\
inimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.cpuPercent!==void 0){let r=i.cpuPercent;if(typeof r=="number"&&isFinite(r)){if(r>100||
isNaN(r)){const s={instancePath:n+"/cpuPercent",keyword:"maximum",params:{comparison:"<=",limit:100}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/cpuPercent",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cpuPercent",keyword:"type",params:{
type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.ioMaximumIOps!==void 0){let r=i.ioMaximumIOps;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/ioMaximumIOps",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||
isNaN(r)){const s={instancePath:n+"/ioMaximumIOps",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(
r)){const s={instancePath:n+"/ioMaximumIOps",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.ioMaximumBandwidthBytes!==void 0){
let r=i.ioMaximumBandwidthBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/ioMaximumBandwidthBytes",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/ioMaximumBandwidthB\
ytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/ioMaximumBandw\
idthBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.kernelMemoryTCPBytes!==void 0){let r=i.kernelMemoryTCPBytes;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}
if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),t++}if(r<-1||isNaN(r)){const s={instancePath:n+"/kernelMemoryTCPBytes",keyword:"minimum",params:{comparison:">=",limit:-1}};e===null?e=
[s]:e.push(s),t++}}}if(i.blkio!==void 0&&(ee(i.blkio,{instancePath:n+"/blkio",parentData:i,parentDataProperty:"blkio",rootData:a})||(e=e===null?ee.errors:e.concat(
ee.errors),t=e.length)),i.devices!==void 0){let r=i.devices;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/devices",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)re(r[l],{instancePath:n+"/devices/"+l,parentData:r,parentDataProperty:l,rootData:a})||
(e=e===null?re.errors:e.concat(re.errors),t=e.length)}else{const s={instancePath:n+"/devices",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}
if(i.deviceCgroupRules!==void 0){let r=i.deviceCgroupRules;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceCgroupRules",keyword:"maxItems",
params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/deviceCgroupRules/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}if(!xr.test(o)){const p={instancePath:n+"/deviceCgroupRules/"+l,keyword:"\
pattern",params:{pattern:"^[acb] ([0-9]+|\\*):([0-9]+|\\*) [rwm]{1,3}$"}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/deviceCgroupRules/"+l,keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/deviceCgroupRules",keyword:"type",params:{type:"array"}};e===null?e=
[s]:e.push(s),t++}}if(i.deviceRequests!==void 0){let r=i.deviceRequests;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/deviceRequests",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)P(r[l],{instancePath:n+"/deviceRequests/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?P.errors:e.concat(P.errors),t=e.length)}else{const s={instancePath:n+"/deviceRequests",keyword:"type",params:{type:"array"}};e===null?
e=[s]:e.push(s),t++}}if(i.capAdd!==void 0){let r=i.capAdd;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/capAdd",keyword:"maxItems",params:{limit:4096}};
e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/capAdd/"+l,keyword:"\
maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/capAdd/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(
p),t++}}}else{const s={instancePath:n+"/capAdd",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.capDrop!==void 0){let r=i.capDrop;if(Array.
isArray(r)){if(r.length>4096){const l={instancePath:n+"/capDrop",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++){let o=r[l];if(typeof o=="string"){if(o.length>64){const p={instancePath:n+"/capDrop/"+l,keyword:"maxLength",params:{limit:64}};e===null?e=[p]:e.push(p),t++}}else{
const p={instancePath:n+"/capDrop/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/capDrop",keyword:"typ\
e",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.privileged!==void 0&&typeof i.privileged!="boolean"){const r={instancePath:n+"/privileged",keyword:"\
type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.readOnly!==void 0&&typeof i.readOnly!="boolean"){const r={instancePath:n+"/readOnly",keyword:"t\
ype",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.securityOpt!==void 0){let r=i.securityOpt;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/securityOpt",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.
length>1048576){const p={instancePath:n+"/securityOpt/"+l,keyword:"maxLength",params:{limit:1048576}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+
"/securityOpt/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/securityOpt",keyword:"type",params:{type:"\
array"}};e===null?e=[s]:e.push(s),t++}}if(i.maskedPaths!==void 0){let r=i.maskedPaths;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/maskedPat\
hs",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){
const p={instancePath:n+"/maskedPaths/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/maskedPaths/"+l,
keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/maskedPaths",keyword:"type",params:{type:"array"}};e===null?
e=[s]:e.push(s),t++}}if(i.readonlyPaths!==void 0){let r=i.readonlyPaths;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/readonlyPaths",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+
"/readonlyPaths/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={instancePath:n+"/readonlyPaths/"+l,keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/readonlyPaths",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}
if(i.sysctls!==void 0){let r=i.sysctls;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/sysctls",keyword:"m\
axProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/\
sysctls/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/sysctls\
/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/sysctls",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.ulimits!==void 0){let r=i.ulimits;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/ulimits",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)v(r[l],{instancePath:n+"/ulimits/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?v.errors:e.concat(v.errors),t=e.length)}else{const s={instancePath:n+"/ulimits",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),t++}}if(i.shmSizeBytes!==void 0){let r=i.shmSizeBytes;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/shmSizeBytes",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={
instancePath:n+"/shmSizeBytes",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/shmSizeBytes",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.tmpfs!==void 0){let r=i.tmpfs;if(r&&typeof r=="object"&&
!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/tmpfs",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){
let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/tmpfs/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};
e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/tmpfs/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=
[o]:e.push(o),t++}}}else{const s={instancePath:n+"/tmpfs",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.pidMode!==void 0){let r=i.pidMode;
if(typeof r=="string"){if(r.length>512){const s={instancePath:n+"/pidMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/pidMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.ipcMode!==void 0){let r=i.ipcMode;if(typeof r=="string"){if(r.length>512){const s={
instancePath:n+"/ipcMode",keyword:"maxLength",params:{limit:512}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/ipcMode",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),t++}}if(i.utsMode!==void 0){let r=i.utsMode;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/utsMode",keyword:"\
maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/utsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.usernsMode!==void 0){let r=i.usernsMode;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/usernsMode",keyword:"maxLength",params:{limit:64}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/usernsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.cgroupnsMode!==
void 0){let r=i.cgroupnsMode;if(typeof r!="string"){const s={instancePath:n+"/cgroupnsMode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}
if(!(r==="host"||r==="private")){const s={instancePath:n+"/cgroupnsMode",keyword:"enum",params:{allowedValues:je.properties.cgroupnsMode.enum}};e===null?e=[s]:e.
push(s),t++}}if(i.cgroupParent!==void 0){let r=i.cgroupParent;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/cgroupParent",keyword:"maxLengt\
h",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/cgroupParent",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.runtime!==void 0){let r=i.runtime;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/runtime",keyword:"maxLength",params:{limit:256}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/runtime",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.isolation!==void 0){
let r=i.isolation;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/isolation",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/isolation",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.storageOpt!==void 0){let r=i.storageOpt;if(r&&typeof r==
"object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/storageOpt",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.
push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/storageOpt/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),
keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/storageOpt/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/storageOpt",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.
push(s),t++}}i.logging!==void 0&&(se(i.logging,{instancePath:n+"/logging",parentData:i,parentDataProperty:"logging",rootData:a})||(e=e===null?se.errors:e.concat(
se.errors),t=e.length)),i.restartPolicy!==void 0&&(ie(i.restartPolicy,{instancePath:n+"/restartPolicy",parentData:i,parentDataProperty:"restartPolicy",rootData:a})||
(e=e===null?ie.errors:e.concat(ie.errors),t=e.length)),i.hooks!==void 0&&(te(i.hooks,{instancePath:n+"/hooks",parentData:i,parentDataProperty:"hooks",rootData:a})||
(e=e===null?te.errors:e.concat(te.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return k.
errors=e,t===0}function ne(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){
if(i.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"service"}};e===null?e=[r]:e.push(r),t++}if(i.hash===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"hash"}};e===null?e=[r]:e.push(r),t++}if(i.number===void 0){const r={instancePath:n,keyword:"required",
params:{missingProperty:"number"}};e===null?e=[r]:e.push(r),t++}if(i.template===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"temp\
late"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="service"||r==="hash"||r==="number"||r==="template"||r==="sourceText"||r==="imageDigests")){const s={
instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.service!==void 0){let r=i.service;if(typeof r=="s\
tring"){if(r.length>4096){const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+
"/service",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/service",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}}if(i.hash!==void 0){let r=i.hash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/hash",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/hash",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/hash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.number!==void 0){let r=i.number;if(!(typeof r=="number"&&
!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/number",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(
r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/number",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(
s),t++}if(r<1||isNaN(r)){const s={instancePath:n+"/number",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),t++}}}if(i.template!==void 0&&
(k(i.template,{instancePath:n+"/template",parentData:i,parentDataProperty:"template",rootData:a})||(e=e===null?k.errors:e.concat(k.errors),t=e.length)),i.sourceText!==
void 0){let r=i.sourceText;if(typeof r=="string"){if(r.length>1048576){const s={instancePath:n+"/sourceText",keyword:"maxLength",params:{limit:1048576}};e===null?
e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/sourceText",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.imageDigests!==void 0){
let r=i.imageDigests;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/imageDigests",keyword:"maxProperties",
params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/imageDigests/"+
s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/imageDigests/"+s.
replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/imageDigests",keyword:"\
type",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ne.
errors=e,t===0}function le(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="observedGeneration"||r==="conditions")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),
t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGen\
eration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{const s={
instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"obje\
ct"}};e===null?e=[r]:e.push(r),t++}return le.errors=e,t===0}function Ye(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;
if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?
e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||
r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.
apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.de\
v/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ee.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){
let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Revision"){const s={
instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ee.properties.kind.enum}};e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+
"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(ne(i.spec,{instancePath:n+
"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?ne.errors:e.concat(ne.errors),t=e.length)),i.status!==void 0&&(le(i.status,{instancePath:n+
"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?le.errors:e.concat(le.errors),t=e.length))}else{const r={instancePath:n,keyword:"ty\
pe",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Ye.errors=e,t===0}const Rr=er,Be={type:"object",additionalProperties:!1,required:["apiVersion","\
kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Secret"]},metadata:{$ref:"ObjectMeta"},spec:{
$ref:"SecretSpec"},status:{$ref:"SecretStatus"}}},br={type:"object",properties:{hostName:{$ref:"HostName"},file:{type:"string",minLength:1,pattern:"^/",maxLength:4096},
environment:{type:"string",minLength:1,maxLength:256},stored:{type:"boolean"},external:{type:"boolean"},labels:{type:"object",additionalProperties:{type:"string",
maxLength:4096},maxProperties:4096},storage:{type:"string",enum:["Memory","Disk"]}},additionalProperties:!1};function oe(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="hostName"||r==="file"||r==="environment"||r==="stored"||
r==="external"||r==="labels"||r==="storage")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}
if(i.hostName!==void 0&&(d(i.hostName,{instancePath:n+"/hostName",parentData:i,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:e.concat(d.errors),
t=e.length)),i.file!==void 0){let r=i.file;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/file",keyword:"maxLength",params:{limit:4096}};e===
null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/file",keyword:"minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}if(!Je.test(r)){const s={
instancePath:n+"/file",keyword:"pattern",params:{pattern:"^/"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/file",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),t++}}if(i.environment!==void 0){let r=i.environment;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/environ\
ment",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/environment",keyword:"minLength",params:{limit:1}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/environment",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.stored!==void 0&&
typeof i.stored!="boolean"){const r={instancePath:n+"/stored",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.external!==void 0&&typeof i.
external!="boolean"){const r={instancePath:n+"/external",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.labels!==void 0){let r=i.labels;
if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"maxProperties",params:{limit:4096}};e===null?
e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,
"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/labels",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(
s),t++}}if(i.storage!==void 0){let r=i.storage;if(typeof r!="string"){const s={instancePath:n+"/storage",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.
push(s),t++}if(!(r==="Memory"||r==="Disk")){const s={instancePath:n+"/storage",keyword:"enum",params:{allowedValues:br.properties.storage.enum}};e===null?e=[s]:
e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return oe.errors=e,t===0}function pe(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="observedGeneration"||r==="conditions"||r==="contentHash"||r==="nodes")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.contentHash!==void 0){let r=i.contentHash;if(typeof r==
"string"){if(r.length>4096){const s={instancePath:n+"/contentHash",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/contentHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.nodes!==void 0){let r=i.nodes;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)b(r[l],{instancePath:n+"/nodes\
/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?b.errors:e.concat(b.errors),t=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{
type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return pe.errors=
e,t===0}function er(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===
void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),
t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Be.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Secret"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Be.properties.kind.enum}};
e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(oe(i.spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?oe.
errors:e.concat(oe.errors),t=e.length)),i.status!==void 0&&(pe(i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===
null?pe.errors:e.concat(pe.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return er.errors=
e,t===0}const Vr=rr,Ge={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reco\
ncile.dev/v1"]},kind:{type:"string",enum:["Service"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"ServiceSpec"},status:{$ref:"ServiceStatus"}}},Me={type:"object",required:[
"template"],properties:{mode:{type:"string",enum:["Replicated","Global","ReplicatedJob","GlobalJob"]},replicas:{type:"integer",minimum:0,maximum:1e5},maxConcurrent:{
type:"integer",minimum:0,maximum:2147483647},template:{$ref:"TaskTemplate"},placement:{$ref:"Placement"},updateStrategy:{$ref:"UpdateStrategy"},rollbackStrategy:{
$ref:"RollbackStrategy"},endpoint:{$ref:"Endpoint"},dependsOn:{type:"array",items:{$ref:"Dependency"},maxItems:4096},progressDeadlineSeconds:{type:"number",minimum:0},
revisionHistoryLimit:{type:"integer",minimum:0,maximum:1e3},containerName:{type:"string",minLength:2,maxLength:200,pattern:"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$"}},additionalProperties:!1};function ae(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.spread===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"spread"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(r!=="spread"){const s={instancePath:n,
keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.spread!==void 0){let r=i.spread;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/spread",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/spread",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/spread",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),
t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ae.errors=e,t===0}function me(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="os"||r==="architecture")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.os!==
void 0){let r=i.os;if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/os",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/os",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.architecture!==void 0){let r=i.architecture;if(typeof r==
"string"){if(r.length>64){const s={instancePath:n+"/architecture",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/architecture",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?
e=[r]:e.push(r),t++}return me.errors=e,t===0}function fe(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i==
"object"&&!Array.isArray(i)){for(const r in i)if(!(r==="constraints"||r==="preferences"||r==="maxReplicasPerNode"||r==="platforms")){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.constraints!==void 0){let r=i.constraints;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/constraints",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];
if(typeof o=="string"){if(o.length>4096){const p={instancePath:n+"/constraints/"+l,keyword:"maxLength",params:{limit:4096}};e===null?e=[p]:e.push(p),t++}}else{const p={
instancePath:n+"/constraints/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/constraints",keyword:"type",
params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.preferences!==void 0){let r=i.preferences;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/preferences",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)ae(r[l],{instancePath:n+"/preferences/"+
l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?ae.errors:e.concat(ae.errors),t=e.length)}else{const s={instancePath:n+"/preferences",keyword:"typ\
e",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.maxReplicasPerNode!==void 0){let r=i.maxReplicasPerNode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){const s={instancePath:n+"/maxReplicasPerNode",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(
r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/maxReplicasPerNode",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(
s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxReplicasPerNode",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.platforms!==
void 0){let r=i.platforms;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/platforms",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(
l),t++}const s=r.length;for(let l=0;l<s;l++)me(r[l],{instancePath:n+"/platforms/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?me.errors:e.concat(
me.errors),t=e.length)}else{const s={instancePath:n+"/platforms",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return fe.errors=e,t===0}const Te={type:"object",properties:{parallelism:{type:"integer",minimum:0,
maximum:2147483647},order:{type:"string",enum:["StopFirst","StartFirst"]},delaySeconds:{type:"number",minimum:0},monitorSeconds:{type:"number",minimum:0},failureAction:{
type:"string",enum:["Pause","Continue","Rollback"]},maxFailureRatio:{type:"number",minimum:0,maximum:1}},additionalProperties:!1};function ue(i,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="parallelism"||r==="or\
der"||r==="delaySeconds"||r==="monitorSeconds"||r==="failureAction"||r==="maxFailureRatio")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.parallelism!==void 0){let r=i.parallelism;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/\
parallelism",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/parallelism",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/parallelism",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.order!==void 0){let r=i.order;if(typeof r!="string"){const s={instancePath:n+
"/order",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="StopFirst"||r==="StartFirst")){const s={instancePath:n+"/order",keyword:"\
enum",params:{allowedValues:Te.properties.order.enum}};e===null?e=[s]:e.push(s),t++}}if(i.delaySeconds!==void 0){let r=i.delaySeconds;if(typeof r=="number"&&isFinite(
r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.monitorSeconds!==void 0){let r=i.monitorSeconds;if(typeof r=="number"&&
isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/monitorSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/monitorSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.failureAction!==void 0){let r=i.failureAction;
if(typeof r!="string"){const s={instancePath:n+"/failureAction",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Pause"||r==="Conti\
nue"||r==="Rollback")){const s={instancePath:n+"/failureAction",keyword:"enum",params:{allowedValues:Te.properties.failureAction.enum}};e===null?e=[s]:e.push(s),
t++}}if(i.maxFailureRatio!==void 0){let r=i.maxFailureRatio;if(typeof r=="number"&&isFinite(r)){if(r>1||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"\
maximum",params:{comparison:"<=",limit:1}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/maxFailureRatio",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ue.errors=e,t===0}const He={type:"object",properties:{parallelism:{
type:"integer",minimum:0,maximum:2147483647},order:{type:"string",enum:["StopFirst","StartFirst"]},delaySeconds:{type:"number",minimum:0},monitorSeconds:{type:"\
number",minimum:0},failureAction:{type:"string",enum:["Pause","Continue"]},maxFailureRatio:{type:"number",minimum:0,maximum:1}},additionalProperties:!1};function ye(i,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="par\
allelism"||r==="order"||r==="delaySeconds"||r==="monitorSeconds"||r==="failureAction"||r==="maxFailureRatio")){const s={instancePath:n,keyword:"additionalProper\
ties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.parallelism!==void 0){let r=i.parallelism;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/parallelism",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||
isNaN(r)){const s={instancePath:n+"/parallelism",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={
instancePath:n+"/parallelism",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.order!==void 0){let r=i.order;if(typeof r!=
"string"){const s={instancePath:n+"/order",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="StopFirst"||r==="StartFirst")){const s={
instancePath:n+"/order",keyword:"enum",params:{allowedValues:He.properties.order.enum}};e===null?e=[s]:e.push(s),t++}}if(i.delaySeconds!==void 0){let r=i.delaySeconds;
if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/delaySeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:
e.push(s),t++}}else{const s={instancePath:n+"/delaySeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.monitorSeconds!==void 0){let r=i.
monitorSeconds;if(typeof r=="number"&&isFinite(r)){if(r<0||isNaN(r)){const s={instancePath:n+"/monitorSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/monitorSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.failureAction!==
void 0){let r=i.failureAction;if(typeof r!="string"){const s={instancePath:n+"/failureAction",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}
if(!(r==="Pause"||r==="Continue")){const s={instancePath:n+"/failureAction",keyword:"enum",params:{allowedValues:He.properties.failureAction.enum}};e===null?e=[
s]:e.push(s),t++}}if(i.maxFailureRatio!==void 0){let r=i.maxFailureRatio;if(typeof r=="number"&&isFinite(r)){if(r>1||isNaN(r)){const s={instancePath:n+"/maxFail\
ureRatio",keyword:"maximum",params:{comparison:"<=",limit:1}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/maxFailureRatio",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/maxFailureRatio",keyword:"type",params:{type:"number"}};
e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ye.errors=e,t===0}const Nr={
type:"object",properties:{mode:{type:"string",enum:["VIP","DNSRR"]}},additionalProperties:!1};function ce(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(r!=="mode"){const s={instancePath:n,keyword:"additionalPropert\
ies",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.mode!==void 0){let r=i.mode;if(typeof r!="string"){const s={instancePath:n+"/mode",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="VIP"||r==="DNSRR")){const s={instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Nr.
properties.mode.enum}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ce.
errors=e,t===0}const vr={type:"object",required:["service"],properties:{service:{type:"string",minLength:1,maxLength:4096},condition:{type:"string",enum:["Start\
ed","Healthy","Completed"]},restart:{type:"boolean"},required:{type:"boolean"}},additionalProperties:!1};function de(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
service"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="service"||r==="condition"||r==="restart"||r==="required")){const s={instancePath:n,keyword:"a\
dditionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.service!==void 0){let r=i.service;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/service",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/service",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.condition!==void 0){let r=i.condition;if(typeof r!="string"){const s={instancePath:n+"/condition",keyword:"type",params:{type:"string"}};e===null?e=
[s]:e.push(s),t++}if(!(r==="Started"||r==="Healthy"||r==="Completed")){const s={instancePath:n+"/condition",keyword:"enum",params:{allowedValues:vr.properties.condition.
enum}};e===null?e=[s]:e.push(s),t++}}if(i.restart!==void 0&&typeof i.restart!="boolean"){const r={instancePath:n+"/restart",keyword:"type",params:{type:"boolean"}};
e===null?e=[r]:e.push(r),t++}if(i.required!==void 0&&typeof i.required!="boolean"){const r={instancePath:n+"/required",keyword:"type",params:{type:"boolean"}};e===
null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return de.errors=e,t===0}const Pr=new RegExp(
"^[a-zA-Z0-9][a-zA-Z0-9_.-]+$","u");function he(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){if(i.template===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"template"}};e===null?e=[r]:e.push(r),t++}for(const r in i)
if(!h.call(Me.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.mode!==void 0){
let r=i.mode;if(typeof r!="string"){const s={instancePath:n+"/mode",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Replicated"||r===
"Global"||r==="ReplicatedJob"||r==="GlobalJob")){const s={instancePath:n+"/mode",keyword:"enum",params:{allowedValues:Me.properties.mode.enum}};e===null?e=[s]:e.
push(s),t++}}if(i.replicas!==void 0){let r=i.replicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/replicas",keyword:"typ\
e",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>1e5||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"ma\
ximum",params:{comparison:"<=",limit:1e5}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.maxConcurrent!==void 0){let r=i.maxConcurrent;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={
instancePath:n+"/maxConcurrent",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(
r)){const s={instancePath:n+"/maxConcurrent",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={
instancePath:n+"/maxConcurrent",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.template!==void 0&&(k(i.template,{instancePath:n+
"/template",parentData:i,parentDataProperty:"template",rootData:a})||(e=e===null?k.errors:e.concat(k.errors),t=e.length)),i.placement!==void 0&&(fe(i.placement,
{instancePath:n+"/placement",parentData:i,parentDataProperty:"placement",rootData:a})||(e=e===null?fe.errors:e.concat(fe.errors),t=e.length)),i.updateStrategy!==
void 0&&(ue(i.updateStrategy,{instancePath:n+"/updateStrategy",parentData:i,parentDataProperty:"updateStrategy",rootData:a})||(e=e===null?ue.errors:e.concat(ue.
errors),t=e.length)),i.rollbackStrategy!==void 0&&(ye(i.rollbackStrategy,{instancePath:n+"/rollbackStrategy",parentData:i,parentDataProperty:"rollbackStrategy",
rootData:a})||(e=e===null?ye.errors:e.concat(ye.errors),t=e.length)),i.endpoint!==void 0&&(ce(i.endpoint,{instancePath:n+"/endpoint",parentData:i,parentDataProperty:"\
endpoint",rootData:a})||(e=e===null?ce.errors:e.concat(ce.errors),t=e.length)),i.dependsOn!==void 0){let r=i.dependsOn;if(Array.isArray(r)){if(r.length>4096){const l={
instancePath:n+"/dependsOn",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)de(r[l],{instancePath:n+"/\
dependsOn/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?de.errors:e.concat(de.errors),t=e.length)}else{const s={instancePath:n+"/dependsOn",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.progressDeadlineSeconds!==void 0){let r=i.progressDeadlineSeconds;if(typeof r=="number"&&isFinite(
r)){if(r<0||isNaN(r)){const s={instancePath:n+"/progressDeadlineSeconds",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}else{
const s={instancePath:n+"/progressDeadlineSeconds",keyword:"type",params:{type:"number"}};e===null?e=[s]:e.push(s),t++}}if(i.revisionHistoryLimit!==void 0){let r=i.
revisionHistoryLimit;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/revisionHistoryLimit",keyword:"type",params:{type:"inte\
ger"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>1e3||isNaN(r)){const s={instancePath:n+"/revisionHistoryLimit",keyword:"maximum",params:{
comparison:"<=",limit:1e3}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/revisionHistoryLimit",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.containerName!==void 0){let r=i.containerName;if(typeof r=="string"){if(r.length>200){const s={instancePath:n+
"/containerName",keyword:"maxLength",params:{limit:200}};e===null?e=[s]:e.push(s),t++}if(r.length<2){const s={instancePath:n+"/containerName",keyword:"minLength",
params:{limit:2}};e===null?e=[s]:e.push(s),t++}if(!Pr.test(r)){const s={instancePath:n+"/containerName",keyword:"pattern",params:{pattern:"^[a-zA-Z0-9][a-zA-Z0-\
9_.-]+$"}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/containerName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{
const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return he.errors=e,t===0}const Lr={type:"object",properties:{observedGeneration:{
type:"integer",minimum:0,maximum:9007199254740991},conditions:{type:"array",items:{$ref:"Condition"},maxItems:4096},replicas:{type:"integer",minimum:0,maximum:2147483647},
updatedReplicas:{type:"integer",minimum:0,maximum:2147483647},readyReplicas:{type:"integer",minimum:0,maximum:2147483647},runningReplicas:{type:"integer",minimum:0,
maximum:2147483647},completedReplicas:{type:"integer",minimum:0,maximum:2147483647},desiredReplicas:{type:"integer",minimum:0,maximum:2147483647},currentRevision:{
type:"string",maxLength:4096},updateRevision:{type:"string",maxLength:4096},rollout:{$ref:"RolloutStatus"},stalledHash:{type:"string",maxLength:4096},incarnation:{
type:"integer",minimum:0,maximum:9007199254740991},selector:{type:"string",maxLength:4096}},additionalProperties:!1},Ar={type:"object",properties:{state:{type:"\
string",enum:["None","Progressing","Paused","Completed","RollingBack","RolledBack","Stalled"]},revision:{type:"string",maxLength:4096},startedAt:{type:"string",
maxLength:4096},progressedAt:{type:"string",maxLength:4096},finishedAt:{type:"string",maxLength:4096},message:{type:"string",maxLength:32768},failures:{type:"in\
teger",minimum:0,maximum:2147483647},updated:{type:"integer",minimum:0,maximum:2147483647}},additionalProperties:!1};function ge(i,{instancePath:n="",parentData:m,
parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="state"||r==="revision"||r==="start\
edAt"||r==="progressedAt"||r==="finishedAt"||r==="message"||r==="failures"||r==="updated")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.state!==void 0){let r=i.state;if(typeof r!="string"){const s={instancePath:n+"/state",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}if(!(r==="None"||r==="Progressing"||r==="Paused"||r==="Completed"||r==="RollingBack"||r==="RolledBack"||r==="Stalled")){const s={instancePath:n+
"/state",keyword:"enum",params:{allowedValues:Ar.properties.state.enum}};e===null?e=[s]:e.push(s),t++}}if(i.revision!==void 0){let r=i.revision;if(typeof r=="st\
ring"){if(r.length>4096){const s={instancePath:n+"/revision",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/revision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.startedAt!==void 0){let r=i.startedAt;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/startedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/startedAt",keyword:"t\
ype",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.progressedAt!==void 0){let r=i.progressedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/progressedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/progressedAt",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),t++}}if(i.finishedAt!==void 0){let r=i.finishedAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/finished\
At",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/finishedAt",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}}if(i.message!==void 0){let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",
params:{limit:32768}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}
if(i.failures!==void 0){let r=i.failures;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/failures",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/failures",keyword:"maximum",params:{
comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/failures",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.updated!==void 0){let r=i.updated;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/updated",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/updated",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/updated",keyword:"\
minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.
push(r),t++}return ge.errors=e,t===0}function ke(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){for(const r in i)if(!h.call(Lr.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.replicas!==void 0){let r=i.replicas;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/replicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r==
"number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:
e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/replicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.updatedReplicas!==
void 0){let r=i.updatedReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/updatedReplicas",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/updatedReplicas",keyword:"maxim\
um",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/updatedReplicas",keyword:"minimum",params:{
comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.readyReplicas!==void 0){let r=i.readyReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/readyReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||
isNaN(r)){const s={instancePath:n+"/readyReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={
instancePath:n+"/readyReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.runningReplicas!==void 0){let r=i.runningReplicas;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/runningReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(
s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/runningReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};
e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/runningReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(
s),t++}}}if(i.completedReplicas!==void 0){let r=i.completedReplicas;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/complete\
dReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/completedReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/compl\
etedReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.desiredReplicas!==void 0){let r=i.desiredReplicas;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/desiredReplicas",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r==
"number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/desiredReplicas",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?
e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/desiredReplicas",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}
if(i.currentRevision!==void 0){let r=i.currentRevision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/currentRevision",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/currentRevision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}
if(i.updateRevision!==void 0){let r=i.updateRevision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/updateRevision",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/updateRevision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.
rollout!==void 0&&(ge(i.rollout,{instancePath:n+"/rollout",parentData:i,parentDataProperty:"rollout",rootData:a})||(e=e===null?ge.errors:e.concat(ge.errors),t=e.
length)),i.stalledHash!==void 0){let r=i.stalledHash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/stalledHash",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/stalledHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.
incarnation!==void 0){let r=i.incarnation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/incarnation",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.selector!==void 0){let r=i.selector;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/selector",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/selector",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ke.errors=e,t===0}function rr(i,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"requi\
red",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"m\
etadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),
t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ge.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Service"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ge.properties.kind.enum}};
e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(he(i.spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?he.
errors:e.concat(he.errors),t=e.length)),i.status!==void 0&&(ke(i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===
null?ke.errors:e.concat(ke.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return rr.errors=
e,t===0}const $r=sr,ze={type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reco\
ncile.dev/v1"]},kind:{type:"string",enum:["Stack"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"StackSpec"},status:{$ref:"StackStatus"}}};function we(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i))for(const r in i){
const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return we.errors=e,t===0}function xe(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)
if(!(r==="observedGeneration"||r==="conditions"||r==="services"||r==="readyServices"||r==="tasks"||r==="readyTasks")){const s={instancePath:n,keyword:"additiona\
lProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%
1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="nu\
mber"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};
e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:
e.push(s),t++}}}if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{
limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||
(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}
if(i.services!==void 0){let r=i.services;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/services",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/services",keyword:"maximum",params:{
comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/services",keyword:"minimum",params:{comparison:">=",
limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.readyServices!==void 0){let r=i.readyServices;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/readyServices",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+
"/readyServices",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/readyServ\
ices",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.tasks!==void 0){let r=i.tasks;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/tasks",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>
2147483647||isNaN(r)){const s={instancePath:n+"/tasks",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/tasks",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.readyTasks!==void 0){let r=i.readyTasks;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/readyTasks",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),
t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/readyTasks",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};
e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/readyTasks",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),
t++}}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return xe.errors=e,t===0}function sr(i,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(
r),t++}if(i.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="a\
piVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?
e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"strin\
g"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:ze.properties.apiVersion.
enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};
e===null?e=[s]:e.push(s),t++}if(r!=="Stack"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:ze.properties.kind.enum}};e===null?e=[s]:e.push(
s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.
errors),t=e.length)),i.spec!==void 0&&(we(i.spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?we.errors:e.concat(we.
errors),t=e.length)),i.status!==void 0&&(xe(i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?xe.errors:e.concat(
xe.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return sr.errors=e,t===0}const Or=ir,Ze={
type:"object",additionalProperties:!1,required:["apiVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"\
string",enum:["Task"]},metadata:{$ref:"ObjectMeta"},spec:{$ref:"TaskSpec"},status:{$ref:"TaskStatus"}}},_e={type:"object",required:["service","slot","template"],
properties:{service:{type:"string",minLength:1,maxLength:4096},slot:{type:"integer",minimum:0,maximum:2147483647},node:{type:"string",maxLength:4096},revision:{
type:"string",maxLength:4096},attempt:{type:"integer",minimum:0,maximum:2147483647},incarnation:{type:"integer",minimum:0,maximum:9007199254740991},template:{$ref:"\
TaskTemplate"},image:{type:"string",maxLength:4096},desiredState:{type:"string",enum:["Running","Completed","Shutdown","Removed"]},containerName:{type:"string",
maxLength:255}},additionalProperties:!1};function be(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="ob\
ject"&&!Array.isArray(i)){if(i.service===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"service"}};e===null?e=[r]:e.push(r),t++}if(i.
slot===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"slot"}};e===null?e=[r]:e.push(r),t++}if(i.template===void 0){const r={instancePath:n,
keyword:"required",params:{missingProperty:"template"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!h.call(_e.properties,r)){const s={instancePath:n,keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.service!==void 0){let r=i.service;if(typeof r=="string"){if(r.length>4096){
const s={instancePath:n+"/service",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}if(r.length<1){const s={instancePath:n+"/service",keyword:"\
minLength",params:{limit:1}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/service",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.slot!==void 0){let r=i.slot;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/slot",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/slot",keyword:"maximum",params:{
comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/slot",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),t++}}}if(i.node!==void 0){let r=i.node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{
limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.revision!==
void 0){let r=i.revision;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/revision",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.
push(s),t++}}else{const s={instancePath:n+"/revision",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.attempt!==void 0){let r=i.attempt;
if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/attempt",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}
if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/attempt",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===
null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/attempt",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}
if(i.incarnation!==void 0){let r=i.incarnation;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/incarnation",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"\
maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+"/incarnation",keyword:"minimum",
params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.template!==void 0&&(k(i.template,{instancePath:n+"/template",parentData:i,parentDataProperty:"\
template",rootData:a})||(e=e===null?k.errors:e.concat(k.errors),t=e.length)),i.image!==void 0){let r=i.image;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/image",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/image",keyword:"type",params:{type:"string"}};e===
null?e=[s]:e.push(s),t++}}if(i.desiredState!==void 0){let r=i.desiredState;if(typeof r!="string"){const s={instancePath:n+"/desiredState",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Running"||r==="Completed"||r==="Shutdown"||r==="Removed")){const s={instancePath:n+"/desiredState",keyword:"\
enum",params:{allowedValues:_e.properties.desiredState.enum}};e===null?e=[s]:e.push(s),t++}}if(i.containerName!==void 0){let r=i.containerName;if(typeof r=="str\
ing"){if(r.length>255){const s={instancePath:n+"/containerName",keyword:"maxLength",params:{limit:255}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/containerName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?
e=[r]:e.push(r),t++}return be.errors=e,t===0}const Se={type:"object",properties:{observedGeneration:{type:"integer",minimum:0,maximum:9007199254740991},conditions:{
type:"array",items:{$ref:"Condition"},maxItems:4096},phase:{type:"string",enum:["Pending","Assigned","Preparing","Starting","Running","Completed","Failed","Unkn\
own"]},reason:{type:"string",maxLength:1024},message:{type:"string",maxLength:32768},containerID:{type:"string",maxLength:4096},containerName:{type:"string",maxLength:4096},
ip:{type:"string",maxLength:4096},ports:{type:"array",items:{$ref:"PortStatus"},maxItems:4096},exitCode:{type:"integer",minimum:-2147483648,maximum:2147483647},
restarts:{type:"integer",minimum:0,maximum:2147483647},startedAt:{type:"string",maxLength:4096},finishedAt:{type:"string",maxLength:4096},healthy:{type:"string",
enum:["True","False","Unknown","None"]},health:{type:"string",maxLength:32768},lastLogLines:{type:"array",items:{type:"string",maxLength:65536},maxItems:4096},nextRetryAt:{
type:"string",maxLength:4096},imageID:{type:"string",maxLength:4096},specHash:{type:"string",maxLength:4096}},additionalProperties:!1},Dr={type:"object",required:[
"containerPort","protocol"],properties:{containerPort:{type:"integer",minimum:1,maximum:65535},protocol:{type:"string",enum:["tcp","udp","sctp"]},hostIP:{type:"\
string",maxLength:64},hostPort:{type:"integer",minimum:0,maximum:65535}},additionalProperties:!1};function Ne(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.containerPort===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
containerPort"}};e===null?e=[r]:e.push(r),t++}if(i.protocol===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"protocol"}};e===null?e=
[r]:e.push(r),t++}for(const r in i)if(!(r==="containerPort"||r==="protocol"||r==="hostIP"||r==="hostPort")){const s={instancePath:n,keyword:"additionalPropertie\
s",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.containerPort!==void 0){let r=i.containerPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(
r))){const s={instancePath:n+"/containerPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>65535||
isNaN(r)){const s={instancePath:n+"/containerPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),t++}if(r<1||isNaN(r)){const s={
instancePath:n+"/containerPort",keyword:"minimum",params:{comparison:">=",limit:1}};e===null?e=[s]:e.push(s),t++}}}if(i.protocol!==void 0){let r=i.protocol;if(typeof r!=
"string"){const s={instancePath:n+"/protocol",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="tcp"||r==="udp"||r==="sctp")){const s={
instancePath:n+"/protocol",keyword:"enum",params:{allowedValues:Dr.properties.protocol.enum}};e===null?e=[s]:e.push(s),t++}}if(i.hostIP!==void 0){let r=i.hostIP;
if(typeof r=="string"){if(r.length>64){const s={instancePath:n+"/hostIP",keyword:"maxLength",params:{limit:64}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/hostIP",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.hostPort!==void 0){let r=i.hostPort;if(!(typeof r=="number"&&!(r%1)&&!isNaN(
r)&&isFinite(r))){const s={instancePath:n+"/hostPort",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>
65535||isNaN(r)){const s={instancePath:n+"/hostPort",keyword:"maximum",params:{comparison:"<=",limit:65535}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={
instancePath:n+"/hostPort",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}}else{const r={instancePath:n,keyword:"type",params:{
type:"object"}};e===null?e=[r]:e.push(r),t++}return Ne.errors=e,t===0}function ve(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,
t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!h.call(Se.properties,r)){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[s]:e.push(s),t++}if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+
"/observedGeneration",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){
const s={instancePath:n+"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.
conditions;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.
length;for(let l=0;l<s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{
const s={instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.phase!==void 0){let r=i.phase;if(typeof r!="strin\
g"){const s={instancePath:n+"/phase",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Pending"||r==="Assigned"||r==="Preparing"||r===
"Starting"||r==="Running"||r==="Completed"||r==="Failed"||r==="Unknown")){const s={instancePath:n+"/phase",keyword:"enum",params:{allowedValues:Se.properties.phase.
enum}};e===null?e=[s]:e.push(s),t++}}if(i.reason!==void 0){let r=i.reason;if(typeof r=="string"){if(r.length>1024){const s={instancePath:n+"/reason",keyword:"ma\
xLength",params:{limit:1024}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/reason",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.message!==void 0){let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"maxLength",params:{limit:32768}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.containerID!==void 0){
let r=i.containerID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/containerID",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(
s),t++}}else{const s={instancePath:n+"/containerID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.containerName!==void 0){let r=i.containerName;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/containerName",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/containerName",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.ip!==void 0){let r=i.ip;if(typeof r=="string"){if(r.length>
4096){const s={instancePath:n+"/ip",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/ip",keyword:"type",params:{
type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.ports!==void 0){let r=i.ports;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+"/ports",keyword:"\
maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)Ne(r[l],{instancePath:n+"/ports/"+l,parentData:r,parentDataProperty:l,
rootData:a})||(e=e===null?Ne.errors:e.concat(Ne.errors),t=e.length)}else{const s={instancePath:n+"/ports",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.
push(s),t++}}if(i.exitCode!==void 0){let r=i.exitCode;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/exitCode",keyword:"typ\
e",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>2147483647||isNaN(r)){const s={instancePath:n+"/exitCode",keyword:"\
maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<-2147483648||isNaN(r)){const s={instancePath:n+"/exitCode",keyword:"minimu\
m",params:{comparison:">=",limit:-2147483648}};e===null?e=[s]:e.push(s),t++}}}if(i.restarts!==void 0){let r=i.restarts;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&
isFinite(r))){const s={instancePath:n+"/restarts",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>
2147483647||isNaN(r)){const s={instancePath:n+"/restarts",keyword:"maximum",params:{comparison:"<=",limit:2147483647}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(
r)){const s={instancePath:n+"/restarts",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.startedAt!==void 0){let r=i.startedAt;
if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/startedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/startedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.finishedAt!==void 0){let r=i.finishedAt;if(typeof r=="stri\
ng"){if(r.length>4096){const s={instancePath:n+"/finishedAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/finishedAt",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.healthy!==void 0){let r=i.healthy;if(typeof r!="string"){const s={instancePath:n+
"/healthy",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="True"||r==="False"||r==="Unknown"||r==="None")){const s={instancePath:n+
"/healthy",keyword:"enum",params:{allowedValues:Se.properties.healthy.enum}};e===null?e=[s]:e.push(s),t++}}if(i.health!==void 0){let r=i.health;if(typeof r=="st\
ring"){if(r.length>32768){const s={instancePath:n+"/health",keyword:"maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+
"/health",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.lastLogLines!==void 0){let r=i.lastLogLines;if(Array.isArray(r)){if(r.length>
4096){const l={instancePath:n+"/lastLogLines",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++){let o=r[l];
if(typeof o=="string"){if(o.length>65536){const p={instancePath:n+"/lastLogLines/"+l,keyword:"maxLength",params:{limit:65536}};e===null?e=[p]:e.push(p),t++}}else{
const p={instancePath:n+"/lastLogLines/"+l,keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}}}else{const s={instancePath:n+"/lastLogLines",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.nextRetryAt!==void 0){let r=i.nextRetryAt;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+
"/nextRetryAt",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/nextRetryAt",keyword:"type",params:{type:"s\
tring"}};e===null?e=[s]:e.push(s),t++}}if(i.imageID!==void 0){let r=i.imageID;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/imageID",keyword:"\
maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/imageID",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}if(i.specHash!==void 0){let r=i.specHash;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/specHash",keyword:"maxLength",params:{limit:4096}};
e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/specHash",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ve.errors=e,t===0}function ir(i,{instancePath:n="",parentData:m,parentDataProperty:f,
rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"\
apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(
r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"metadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r===
"metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==
void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!==
"reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ze.properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.
kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="T\
ask"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ze.properties.kind.enum}};e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,
{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(be(i.
spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?be.errors:e.concat(be.errors),t=e.length)),i.status!==void 0&&(ve(
i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===null?ve.errors:e.concat(ve.errors),t=e.length))}else{const r={instancePath:n,
keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return ir.errors=e,t===0}const qr=tr,Ue={type:"object",additionalProperties:!1,required:["ap\
iVersion","kind","metadata","spec"],properties:{apiVersion:{type:"string",enum:["reconcile.dev/v1"]},kind:{type:"string",enum:["Volume"]},metadata:{$ref:"Object\
Meta"},spec:{$ref:"VolumeSpec"},status:{$ref:"VolumeStatus"}}},Qe={type:"object",properties:{hostName:{$ref:"HostName"},driver:{type:"string",maxLength:256},driverOpts:{
type:"object",additionalProperties:{type:"string",maxLength:4096},maxProperties:4096},labels:{type:"object",additionalProperties:{type:"string",maxLength:4096},
maxProperties:4096},external:{type:"boolean"},scope:{type:"string",enum:["Pinned","PerNode"]},reclaimPolicy:{type:"string",enum:["Retain","Delete"]},recreate:{type:"\
boolean"}},additionalProperties:!1};function Pe(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&
!Array.isArray(i)){for(const r in i)if(!(r==="hostName"||r==="driver"||r==="driverOpts"||r==="labels"||r==="external"||r==="scope"||r==="reclaimPolicy"||r==="re\
create")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.hostName!==void 0&&(d(i.hostName,
{instancePath:n+"/hostName",parentData:i,parentDataProperty:"hostName",rootData:a})||(e=e===null?d.errors:e.concat(d.errors),t=e.length)),i.driver!==void 0){let r=i.
driver;if(typeof r=="string"){if(r.length>256){const s={instancePath:n+"/driver",keyword:"maxLength",params:{limit:256}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/driver",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.driverOpts!==void 0){let r=i.driverOpts;if(r&&typeof r=="obje\
ct"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/driverOpts",keyword:"maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(
s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"\
maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/driverOpts/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",
params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/driverOpts",keyword:"type",params:{type:"object"}};e===null?e=[s]:e.push(s),
t++}}if(i.labels!==void 0){let r=i.labels;if(r&&typeof r=="object"&&!Array.isArray(r)){if(Object.keys(r).length>4096){const s={instancePath:n+"/labels",keyword:"\
maxProperties",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}for(const s in r){let l=r[s];if(typeof l=="string"){if(l.length>4096){const o={instancePath:n+"\
/labels/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"maxLength",params:{limit:4096}};e===null?e=[o]:e.push(o),t++}}else{const o={instancePath:n+"/labels/"+
s.replace(/~/g,"~0").replace(/\//g,"~1"),keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),t++}}}else{const s={instancePath:n+"/labels",keyword:"t\
ype",params:{type:"object"}};e===null?e=[s]:e.push(s),t++}}if(i.external!==void 0&&typeof i.external!="boolean"){const r={instancePath:n+"/external",keyword:"ty\
pe",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.scope!==void 0){let r=i.scope;if(typeof r!="string"){const s={instancePath:n+"/scope",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Pinned"||r==="PerNode")){const s={instancePath:n+"/scope",keyword:"enum",params:{allowedValues:Qe.
properties.scope.enum}};e===null?e=[s]:e.push(s),t++}}if(i.reclaimPolicy!==void 0){let r=i.reclaimPolicy;if(typeof r!="string"){const s={instancePath:n+"/reclai\
mPolicy",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(!(r==="Retain"||r==="Delete")){const s={instancePath:n+"/reclaimPolicy",keyword:"\
enum",params:{allowedValues:Qe.properties.reclaimPolicy.enum}};e===null?e=[s]:e.push(s),t++}}if(i.recreate!==void 0&&typeof i.recreate!="boolean"){const r={instancePath:n+
"/recreate",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=
[r]:e.push(r),t++}return Pe.errors=e,t===0}function Le(i,{instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.node===void 0){
const r={instancePath:n,keyword:"required",params:{missingProperty:"node"}};e===null?e=[r]:e.push(r),t++}for(const r in i)if(!(r==="node"||r==="seen"||r==="stat\
e"||r==="message")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.node!==void 0){let r=i.
node;if(typeof r=="string"){if(r.length>4096){const s={instancePath:n+"/node",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={
instancePath:n+"/node",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.seen!==void 0&&typeof i.seen!="boolean"){const r={instancePath:n+
"/seen",keyword:"type",params:{type:"boolean"}};e===null?e=[r]:e.push(r),t++}if(i.state!==void 0){let r=i.state;if(typeof r=="string"){if(r.length>4096){const s={
instancePath:n+"/state",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/state",keyword:"type",params:{type:"\
string"}};e===null?e=[s]:e.push(s),t++}}if(i.message!==void 0){let r=i.message;if(typeof r=="string"){if(r.length>32768){const s={instancePath:n+"/message",keyword:"\
maxLength",params:{limit:32768}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/message",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Le.errors=e,t===0}function Ae(i,{instancePath:n="",
parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){for(const r in i)if(!(r==="observedGeneration"||
r==="conditions"||r==="hostName"||r==="nodes")){const s={instancePath:n,keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[s]:e.push(s),t++}
if(i.observedGeneration!==void 0){let r=i.observedGeneration;if(!(typeof r=="number"&&!(r%1)&&!isNaN(r)&&isFinite(r))){const s={instancePath:n+"/observedGenerat\
ion",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),t++}if(typeof r=="number"&&isFinite(r)){if(r>9007199254740991||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"maximum",params:{comparison:"<=",limit:9007199254740991}};e===null?e=[s]:e.push(s),t++}if(r<0||isNaN(r)){const s={instancePath:n+
"/observedGeneration",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),t++}}}if(i.conditions!==void 0){let r=i.conditions;if(Array.isArray(
r)){if(r.length>4096){const l={instancePath:n+"/conditions",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<
s;l++)y(r[l],{instancePath:n+"/conditions/"+l,parentData:r,parentDataProperty:l,rootData:a})||(e=e===null?y.errors:e.concat(y.errors),t=e.length)}else{const s={
instancePath:n+"/conditions",keyword:"type",params:{type:"array"}};e===null?e=[s]:e.push(s),t++}}if(i.hostName!==void 0){let r=i.hostName;if(typeof r=="string"){
if(r.length>4096){const s={instancePath:n+"/hostName",keyword:"maxLength",params:{limit:4096}};e===null?e=[s]:e.push(s),t++}}else{const s={instancePath:n+"/host\
Name",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}}if(i.nodes!==void 0){let r=i.nodes;if(Array.isArray(r)){if(r.length>4096){const l={instancePath:n+
"/nodes",keyword:"maxItems",params:{limit:4096}};e===null?e=[l]:e.push(l),t++}const s=r.length;for(let l=0;l<s;l++)Le(r[l],{instancePath:n+"/nodes/"+l,parentData:r,
parentDataProperty:l,rootData:a})||(e=e===null?Le.errors:e.concat(Le.errors),t=e.length)}else{const s={instancePath:n+"/nodes",keyword:"type",params:{type:"arra\
y"}};e===null?e=[s]:e.push(s),t++}}}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return Ae.errors=e,t===0}function tr(i,{
instancePath:n="",parentData:m,parentDataProperty:f,rootData:a=i}={}){let e=null,t=0;if(i&&typeof i=="object"&&!Array.isArray(i)){if(i.apiVersion===void 0){const r={
instancePath:n,keyword:"required",params:{missingProperty:"apiVersion"}};e===null?e=[r]:e.push(r),t++}if(i.kind===void 0){const r={instancePath:n,keyword:"requi\
red",params:{missingProperty:"kind"}};e===null?e=[r]:e.push(r),t++}if(i.metadata===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"m\
etadata"}};e===null?e=[r]:e.push(r),t++}if(i.spec===void 0){const r={instancePath:n,keyword:"required",params:{missingProperty:"spec"}};e===null?e=[r]:e.push(r),
t++}for(const r in i)if(!(r==="apiVersion"||r==="kind"||r==="metadata"||r==="spec"||r==="status")){const s={instancePath:n,keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[s]:e.push(s),t++}if(i.apiVersion!==void 0){let r=i.apiVersion;if(typeof r!="string"){const s={instancePath:n+"/apiVersion",keyword:"\
type",params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="reconcile.dev/v1"){const s={instancePath:n+"/apiVersion",keyword:"enum",params:{allowedValues:Ue.
properties.apiVersion.enum}};e===null?e=[s]:e.push(s),t++}}if(i.kind!==void 0){let r=i.kind;if(typeof r!="string"){const s={instancePath:n+"/kind",keyword:"type",
params:{type:"string"}};e===null?e=[s]:e.push(s),t++}if(r!=="Volume"){const s={instancePath:n+"/kind",keyword:"enum",params:{allowedValues:Ue.properties.kind.enum}};
e===null?e=[s]:e.push(s),t++}}i.metadata!==void 0&&(u(i.metadata,{instancePath:n+"/metadata",parentData:i,parentDataProperty:"metadata",rootData:a})||(e=e===null?
u.errors:e.concat(u.errors),t=e.length)),i.spec!==void 0&&(Pe(i.spec,{instancePath:n+"/spec",parentData:i,parentDataProperty:"spec",rootData:a})||(e=e===null?Pe.
errors:e.concat(Pe.errors),t=e.length)),i.status!==void 0&&(Ae(i.status,{instancePath:n+"/status",parentData:i,parentDataProperty:"status",rootData:a})||(e=e===
null?Ae.errors:e.concat(Ae.errors),t=e.length))}else{const r={instancePath:n,keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return tr.errors=
e,t===0}export{jr as Config,Fr as Network,Ir as Node,Sr as Revision,Rr as Secret,Vr as Service,$r as Stack,Or as Task,qr as Volume};
