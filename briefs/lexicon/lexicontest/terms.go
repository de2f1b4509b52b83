package lexicontest

import (
	"strings"

	"briefbot/briefs/lexicon"
)

// table holds one term a line: id, kind, and the ways to write it in English, French and Chinese.
const table = `
ai|ai|AI,artificial intelligence,A.I.,GenAI,generative AI|IA,intelligence artificielle,IA générative|人工智能,生成式AI,人工智慧
llm|ai|LLM,LLMs,large language model,large language models,foundation model,large model|grand modèle de langage,grand modèle,modèle de langage,LLM|大模型,大语言模型,基础模型
model|ai|AI model,AI models,model,models|modèle,modèles,modèle d'IA|模型
agent|ai|AI agent,AI agents,agent,agents|agent,agents,agent IA|智能体
chatbot|ai|chatbot,chatbots|chatbot,agent conversationnel|聊天机器人
reasoning|ai|reasoning,inference|raisonnement,inférence|推理
training|ai|training|entraînement|训练
multimodal|ai|multimodal|multimodal,multimodale|多模态
video-model|ai|video model,video generation|modèle vidéo,génération vidéo|视频模型,视频生成
distillation|ai|distillation,distilled,distil|distillation,distillé|蒸馏
robot|ai|robot,robots,humanoid,robotics|robot,robots,humanoïde|机器人,人形机器人
token|ai|token,tokens|jeton,jetons,tokens|词元
paper|ai|paper,research paper|article scientifique,papier|论文
architecture|ai|architecture|architecture|架构
cloud|cloud|cloud,cloud computing|cloud,nuage,informatique en nuage|云计算,云服务,公有云,云厂商,云基础设施,云业务,云智能
datacentre|cloud|data center,data centre,data centers,data centres,datacenter|centre de données,centres de données,data center,datacenters|数据中心,智算中心
infrastructure|cloud|infrastructure|infrastructure,infrastructures|基础设施
compute|cloud|computing power,compute|puissance de calcul|算力
gpu|chip|GPU,GPUs,AI chip,AI chips,accelerator|GPU,puce IA,puces IA|GPU,AI芯片,芯片
chip|chip|chip,chips,semiconductor,semiconductors|puce,puces,semi-conducteurs|半导体
china|china|China,Chinese,Beijing,Shanghai,Shenzhen,Hangzhou|Chine,chinois,chinoise,chinoises,Pékin|中国,国产,北京,上海,深圳,杭州
export-control|policy|export control,export controls,export curbs,chip curbs|contrôle des exportations,restrictions à l'exportation|出口管制,出口限制
sanction|policy|sanction,sanctions,blacklist,entity list|sanction,sanctions,liste noire|制裁,实体清单
tariff|policy|tariff,tariffs|droits de douane|关税
ban|policy|ban,bans,banned,block,blocks,blocked|interdit,interdiction,bloque|禁止,禁令,叫停,封禁
regulator|policy|regulator,regulators,regulation|régulateur,réglementation|监管
antitrust|policy|antitrust|antitrust,concurrence|反垄断
release|event|release,releases,released,launch,launches,launched,unveils,unveil,unveiled,debuts,introduces,rolls out,dropped|lance,lancement,dévoile,sort,publie,présente,lancé,dévoilé|发布,推出,上线,亮相
open-source|event|open source,open-source,open-sources,open-sourced,open weight,open weights,open-weight|open source,poids ouverts,modèle ouvert|开源
weights|event|weights|poids|权重
update|event|update,upgrade,updates|mise à jour|升级,更新
results|event|earnings,results,revenue,profit,quarterly,financial results|résultats,chiffre d'affaires,bénéfice|财报,营收,业绩,净利润,利润
capex|event|capex,capital expenditure,capital spending,spending|dépenses d'investissement,dépenses|资本支出,资本开支,支出
invest|event|invest,invests,investment,pledges,commits|investit,investir,investissement,mise|投资,投入
funding|event|funding,raises,raise,raised,fundraise,fundraising,funding round,financing|levée de fonds,lève,financement|融资
valuation|event|valuation,valued|valorisation,valorisée|估值
ipo|event|IPO,listing,go public,goes public,debut in Hong Kong|introduction en bourse,entrée en bourse|上市,招股书,IPO,港交所
acquisition|event|acquisition,acquire,acquires,acquired,buys,takeover,deal|rachat,rachète,acquisition|收购,并购
shares|event|shares,stock,stocks,share price|actions,action,bourse,titre|股价,股票,美股,港股
fall|event|fall,falls,drop,plunge,plunges,tumble,tanks,sell-off,rout,sinks,slump|chute,plonge,dégringole,recule|下跌,暴跌,跌,大跌
rise|event|surge,surges,soars,jump,jumps,rally,rises|bondit,grimpe,flambe|上涨,大涨,暴涨
price|event|price,pricing,prices|prix,tarif|价格,定价
price-cut|event|price cut,price cuts,price war,cuts prices,slashes prices|baisse de prix,guerre des prix|降价,价格战
price-hike|event|price hike,raises prices,price increase,price rise|hausse des prix,hausse de prix|涨价,上调
partner|event|partnership,partner,partners,cooperation,team up|partenariat,partenaire|合作
lawsuit|event|lawsuit,sues,sued,court|procès,plainte,tribunal|起诉,诉讼,法院
breach|event|leak,leaked,breach,hack,database exposed|fuite,piratage,faille|泄露,泄漏,攻击
outage|event|outage,down|panne|宕机,崩了
privacy|event|privacy,data protection|vie privée,données personnelles|隐私
app-store|event|App Store|App Store|App Store,应用商店
top|event|tops,top spot,overtakes,surpasses,beats|dépasse,détrône|登顶,超越,超过
accuse|event|accuses,accused,alleges,claims,stole|accuse,accusé|指控,抄袭,被指
resign|event|resigns,steps down,leaves,departs,quits|démissionne,quitte|离职,卸任,辞职
ceo|event|CEO,founder,chairman|PDG,fondateur|首席执行官,创始人,董事长,CEO
layoff|event|layoffs,job cuts,lays off|licenciements|裁员
pause|event|pause,pauses,suspends,halts|suspend,pause|暂停
independent|event|independent,spin off,spinoff|indépendante,scission|独立,分拆
market-share|event|market share|part de marché,parts de marché|市场份额,份额
growth|event|growth,grows|croissance|增长,同比增长
wall-street|event|Wall Street,Nasdaq|Wall Street,Nasdaq|华尔街,纳斯达克
billion-loss|event|market value,wiped out|capitalisation boursière|市值,蒸发
test|event|testing,benchmark,escaped,breaks out|test|测试,评测,实测
api|event|API|API|API
digital-human|event|digital human,digital humans,avatar|humain numérique|数字人
gaokao|event|gaokao,College Entrance Exam|gaokao,bac|高考
spring-festival|event|Spring Festival,Lunar New Year,Chinese New Year|Nouvel An chinois|春节
trump|person|Trump|Trump|特朗普
musk|person|Musk|Musk|马斯克
altman|person|Altman|Altman|奥特曼,奥尔特曼
liang-wenfeng|person|Liang Wenfeng|Liang Wenfeng|梁文锋
jack-ma|person|Jack Ma|Jack Ma|马云
jensen-huang|person|Jensen Huang|Jensen Huang|黄仁勋
openai|lab|OpenAI,ChatGPT|OpenAI,ChatGPT|OpenAI,ChatGPT
anthropic|lab|Anthropic,Claude|Anthropic,Claude|Anthropic,Claude
meta|lab|Meta|Meta|Meta
kuaishou|lab|Kuaishou,Kling|Kuaishou,Kling|快手,可灵
unitree|lab|Unitree|Unitree|宇树
white-house|policy|White House|Maison-Blanche|白宫
us|place|United States,US,U.S.,Washington|États-Unis,américain,américaine|美国
europe|place|Europe,EU,European|Europe,UE,européen|欧盟,欧洲
italy|place|Italy|Italie|意大利
south-korea|place|South Korea|Corée du Sud|韩国
taiwan|place|Taiwan|Taïwan|台湾
india|place|India|Inde|印度
japan|place|Japan|Japon|日本
`

// Terms returns a small vocabulary of the field, enough to test with.
func Terms() []lexicon.Term {
	var out []lexicon.Term
	for _, line := range strings.Split(strings.TrimSpace(table), "\n") {
		cells := strings.Split(line, "|")
		variants := map[string][]string{}
		for i, language := range []string{"en", "fr", "zh"} {
			variants[language] = strings.Split(cells[i+2], ",")
		}
		out = append(out, lexicon.Term{ID: cells[0], Kind: cells[1], Variants: variants})
	}
	contexts := map[string][]string{
		"honor": {"smartphone", "phone", "foldable", "手机", "折叠屏"}, "vivo": {"smartphone", "phone", "手机", "téléphone"},
		"618": {"shopping", "festival", "购物节", "大促", "电商", "e-commerce"}, "cac": {"cyberspace", "网信", "Beijing regulator"},
		"jd": {"e-commerce", "retailer", "电商"}, "ascend": {"910", "NPU", "AI chip"}, "quark": {"Alibaba", "AI", "高考", "阿里"},
		"yuanbao": {"腾讯", "AI"}, "pangu": {"华为", "大模型"},
	}
	for id, words := range contexts {
		out = append(out, lexicon.Term{ID: id, Kind: lexicon.ContextKind, Variants: map[string][]string{"": words}})
	}
	return out
}
