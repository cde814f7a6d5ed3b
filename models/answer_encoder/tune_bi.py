import sys, time
from pathlib import Path
from random import Random
import torch
from torch.nn.functional import normalize, log_softmax
from dialogue.typos import misspell
from models.answer_encoder.shops import Inventor
from models.answer_encoder.examples import shown
from models.embedder import packaged_folder
from transformers import AutoModel
from tokenizers import Tokenizer
out=Path(sys.argv[1]); steps=int(sys.argv[2]); lr=float(sys.argv[3]); frozen=int(sys.argv[4])
torch.manual_seed(5); torch.set_num_threads(1)
src=packaged_folder(); m=AutoModel.from_pretrained(src); m.embeddings.requires_grad_(False)
for i in range(frozen): m.encoder.layer[i].requires_grad_(False)
if len(sys.argv)>5: m.load_state_dict(torch.load(sys.argv[5])['m'])
tok=Tokenizer.from_file(str(src/'tokenizer.json')); tok.enable_truncation(64); tok.enable_padding()
def enc(texts):
    # sorted chunks to reduce padding
    e=tok.encode_batch(texts); order=sorted(range(len(texts)),key=lambda i:sum(e[i].attention_mask)); outs=[None]*len(texts)
    n=(len(order)+2)//3
    for k in range(0,len(order),n):
        rows=order[k:k+n]; L=max(sum(e[i].attention_mask) for i in rows)
        ids=torch.tensor([e[i].ids[:L] for i in rows]); mask=torch.tensor([e[i].attention_mask[:L] for i in rows])
        h=m(input_ids=ids,attention_mask=mask).last_hidden_state
        w=mask.unsqueeze(-1).to(h.dtype); v=normalize(((h*w).sum(1)/w.sum(1)).float(),dim=1)
        for r,x in zip(rows,v): outs[r]=x
    return torch.stack(outs)
null=torch.nn.Parameter(torch.tensor(9.0)); scale=torch.nn.Parameter(torch.tensor(20.0))
ps=[p for p in m.parameters() if p.requires_grad]
opt=torch.optim.AdamW([{'params':ps,'lr':lr,'weight_decay':0.01},{'params':[null,scale],'lr':0.02,'weight_decay':0}])
sch=torch.optim.lr_scheduler.LambdaLR(opt,lambda s:min(1,(s+1)/20)*max(.02,1-s/steps))
inv=Inventor(1234,misspell); m.train(); t=time.time(); mean=None
for step in range(steps):
    shop=inv.shop(inv._rng.randint(30,70),44)
    texts=[shown(f.title,f.heading,f.text) for f in shop.facts]
    with torch.autocast('cpu',dtype=torch.bfloat16):
        v=enc(texts+[q.text for q in shop.questions])
    F,Q=v[:len(texts)],v[len(texts):]
    logits=scale*(Q@F.T)
    mask=torch.zeros_like(logits); tgt=torch.zeros(len(Q),len(texts)+1,dtype=torch.bool)
    for i,q in enumerate(shop.questions):
        for j,f in enumerate(shop.facts):
            if f in q.answers: tgt[i,j]=True
            elif f in q.unclear: mask[i,j]=-1e4
        if not q.answers: tgt[i,-1]=True
    full=torch.cat([logits+mask,null.expand(len(Q),1)],1)
    lp=log_softmax(full,1)
    loss=-torch.logsumexp(lp.masked_fill(~tgt,-1e4),1).mean()
    opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(ps,1.0); opt.step(); sch.step()
    l=float(loss.detach()); mean=l if mean is None else .95*mean+.05*l
    if step%100==99: out.mkdir(parents=True,exist_ok=True); torch.save(dict(m=m.state_dict(),null=float(null),scale=float(scale)),out/'bi.pt')
    if step%20==0: print(step,round(mean,3),round(float(null),2),round(float(scale),2),round(time.time()-t),flush=True)
out.mkdir(parents=True,exist_ok=True); torch.save(dict(m=m.state_dict(),null=float(null),scale=float(scale)),out/'bi.pt')
