package lexicon

// EventKind is the kind of the terms of Events.
const EventKind = "event"

// Events returns the words with which headlines say what happens, in three languages with their inflections. They are part of
// the languages, not of what an operator watches, so they stand here and not in the starter content.
func Events() []Term {
	return table(eventTable, EventKind)
}

// eventTable holds one event a line: id, and the ways to say it in English, French and Chinese.
const eventTable = `
release|release,releases,released,launch,launches,launched,unveil,unveils,unveiled,debuts,introduces,introducing,rolls out,dropped,just dropped,announces,announced,reveals|lance,lancent,lancé,lancer,lancement,dévoile,dévoilé,sort,sorti,publie,présente,annonce,annoncé|发布,推出,上线,亮相,问世,登场,首发,官宣,宣布
open|open source,open-source,open-sources,open-sourced,open sourced,open weight,open weights,open-weight,weights|open source,poids ouverts,modèle ouvert,poids|开源,权重
update|update,updates,updated,upgrade,upgrades,upgraded|mise à jour,met à jour|升级,更新,新版
results|earnings,results,revenue,revenues,profit,profits,quarterly,net income|résultats,chiffre d'affaires,bénéfice,bénéfices|财报,营收,业绩,净利润,利润,净利
capex|capex,capital expenditure,capital spending,spending|dépenses d'investissement,dépenses|资本支出,资本开支,支出,开支
invest|invest,invests,investing,investment,investments,pledges,commits,pours|investit,investir,investissement,investissements,mise sur|投资,投入,砸
funding|funding,raises,raise,raised,raising,fundraise,fundraising,financing,seeks to raise|levée de fonds,lève,financement|融资,募资
valuation|valuation,valued,valuations|valorisation,valorisée,valorisé|估值
listing|IPO,listing,go public,goes public,public offering|introduction en bourse,entrée en bourse|上市,招股书,招股,IPO,港交所,递表
takeover|acquisition,acquire,acquires,acquired,acquiring,buys,takeover,to buy,merger|rachat,rachète,rachat de,acquisition,fusion|收购,并购,合并
stocks|shares,stock,stocks,share price,stock market,Wall Street,Nasdaq|bourse,cours de bourse,Wall Street,Nasdaq,actions|股价,股票,美股,港股,股市,华尔街,纳斯达克,纳指
fall|fall,falls,fell,drop,drops,plunge,plunges,plunged,tumble,tumbles,tanks,sink,sinks,slump,slumps,slides,sell-off,selloff,rout,wiped out,loses,wipes|chute,chuter,plonge,plonger,dégringole,recule,recul,effondre,perd|下跌,暴跌,大跌,跌,重挫,跌幅,跌超,下挫,走低,蒸发,缩水
rise|surge,surges,soar,soars,jump,jumps,rally,rallies,climbs,rises,rose|bondit,grimpe,flambe,envole,hausse|上涨,大涨,暴涨,涨超,涨幅,飙升,走高
price-cut|price cut,price cuts,price war,cuts prices,cut prices,cuts its prices,cuts the price,cuts price,slashes prices,slashes the price,slashes price,halves the price,lowers prices,reduces prices,price reduction,cheaper|baisse de prix,baisse ses prix,baisse les prix,baisse le prix,réduit ses prix,réduit le prix,deux le prix,casse les prix,casse ses prix,guerre des prix,moins cher|降价,价格战,下调,打折,半价
price-rise|price hike,price hikes,raises prices,price increase,price rise|hausse des prix,hausse de prix,augmente ses prix|涨价,上调,提价
partner|partnership,partners,partner with,cooperation,team up,teams up,collaboration|partenariat,partenaire,collaboration,s'associe|合作,联手,携手
integrate|integrates,integrated,integration,adds support,adopts,now available,available on,available via,available through,comes to,arrives on,arrives in,lands on,now supports,powered by|intègre,intégration,adopte,arrive dans,arrive sur,disponible sur,disponible dans,débarque dans,débarque sur|接入,集成,搭载,适配,登陆,入驻,支持部署,完成适配
sue|lawsuit,sues,sued,court,lawsuits|procès,plainte,tribunal,justice|起诉,诉讼,法院,判决
leak|leak,leaks,leaked,breach,exposed|fuite,fuites|泄露,泄漏,曝光
attack|hack,hacked,hackers,cyberattack,cyberattacks,attack,attacks|piratage,cyberattaque,attaque|攻击,黑客
outage|outage,outages,goes down,service disruption|panne,pannes|宕机,崩了,故障
ban|ban,bans,banned,block,blocks,blocked,restrict,restricts,prohibits|interdit,interdiction,bloque,bloqué|禁止,禁令,叫停,封禁,禁用,下架
approve|approve,approves,approved,approval,clears,greenlights|approuve,autorise,autorisation|批准,获批,放行
sanction|sanction,sanctions,blacklist,blacklists,entity list|sanction,sanctions,liste noire|制裁,实体清单,黑名单
export|export control,export controls,export curbs,chip curbs,export ban,exports|contrôle des exportations,restrictions à l'exportation|出口管制,出口限制,出口
probe|probe,probes,investigation,investigates,investigating,inquiry|enquête,enquêtes|调查,立案,约谈
tariff|tariff,tariffs|droits de douane|关税
accuse|accuses,accused,accuse,alleges,alleged,claims,stole,illicitly|accuse,accusé,accusent,soupçonné|指控,抄袭,被指,质疑,指责
deny|denies,denied,responds,response|dément,répond,réponse|回应,否认,辟谣,声明
threaten|threatens,threatened,threat,warns,warning|menace,menacent,avertit,alerte|威胁,警告,警惕
overtake|tops,top spot,overtakes,surpasses,beats,outperforms,dethroning,dethrones,number one|dépasse,détrône,surpasse,première place|登顶,超越,超过,榜首,击败,第一
depart|resigns,steps down,leaves,departs,quits,departure,exit|démissionne,quitte,départ|离职,卸任,辞职,辞任,出走
hire|hires,hired,appoints,appointed,joins,poaches,recruits|nomme,recrute,rejoint,embauche|任命,出任,加盟,招聘,挖走
layoff|layoffs,layoff,job cuts,lays off,cuts jobs|licenciements,licencie,suppressions de postes|裁员
pause|pause,pauses,paused,suspends,suspended,halts,halted,delays,delayed|suspend,suspendu,retarde,interrompt|暂停,推迟,延期,搁置
split|independent,spin off,spinoff,spin-off,unwind|indépendant,indépendante,scission|独立,分拆,拆分
share|market share,dominate,dominates,leads,outpaces|part de marché,parts de marché,dominent,domine|市场份额,份额,市占率
plan|plans,planning,considers,mulls,weighs,prepares,in talks|prévoit,envisage,s'apprête,prépare|计划,拟,考虑,筹备,将推出
study|paper,study,researchers,research,technical report,benchmark|étude,chercheurs,rapport technique|论文,研究,技术报告
review|hands-on,review,tested,we tried|test,prise en main,essai|实测,评测,体验,测评
build|builds,build,construction,opens,opening,breaks ground|construit,construire,ouvre,ouverture|建设,开工,落成,启用,投产
escape|escape,escapes,escaped,breaks out|échappe,échappé|逃逸,逃脱
distil|distillation,distilled,distil,distills,extracted,cloning|distillation,distillé|蒸馏
`
