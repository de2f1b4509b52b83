package lexicon

import "strings"

// NewsKind is the kind of the terms of News.
const NewsKind = "news"

// News returns everyday words of the news in three languages. They are a bridge between headlines in two languages, no sign
// of an event by themselves.
func News() []Term { return table(newsTable, NewsKind) }

// table reads terms of one line each: an id, and the ways to say it in English, French and Chinese.
func table(text, kind string) []Term {
	var out []Term
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		cells := strings.Split(line, "|")
		variants := map[string][]string{}
		for i, language := range []string{"en", "fr", "zh"} {
			if cells[i+1] != "" {
				variants[language] = strings.Split(cells[i+1], ",")
			}
		}
		out = append(out, Term{ID: cells[0], Kind: kind, Variants: variants})
	}
	return out
}

// newsTable holds one word a line.
const newsTable = `
president|president,presidency,presidential|président,présidente,présidence,présidentielle|总统
minister|minister,ministers,ministry|ministre,ministres,ministère|部长,大臣
prime-minister|prime minister,premier|premier ministre,première ministre|首相,总理
government|government,governments|gouvernement,gouvernements|政府
parliament|parliament,lawmakers,congress,senate|parlement,députés,congrès,sénat|国会,议会,参议院,众议院
election|election,elections,vote,votes,voters,ballot|élection,élections,vote,scrutin,électeurs|选举,大选,投票
party|ruling party,opposition|parti,opposition|执政党,反对党
law|law,bill,legislation|loi,projet de loi|法案,立法,法律
police|police,officers|police,policiers,gendarmes|警方,警察,民警,公安
arrest|arrest,arrested,arrests,detained,custody|arrêté,arrêtée,arrestation,interpellé,garde à vue|逮捕,被捕,拘留,刑拘,抓获
prison|prison,jail,jailed,sentenced,sentence|prison,condamné,condamnée,peine|监狱,判刑,获刑,入狱
trial|trial,judge,guilty,charged,verdict|procès,juge,coupable,inculpé,mis en examen,verdict|审判,法官,有罪,宣判,开庭
murder|murder,murdered,homicide,stabbed,stabbing|meurtre,tué,assassinat,assassiné,poignardé|谋杀,杀害,凶手,遇害
shooting|shooting,shot,gunman,gunmen|fusillade,tireur,coups de feu,tirs|枪击,开枪,中枪
death|dies,died,dead,death,deaths,killed,kills,dies at|mort,morte,morts,décès,décédé,tués,décède|死亡,去世,逝世,身亡,遇难,死
injured|injured,wounded,hurt|blessé,blessés,blessée|受伤,伤者
missing|missing,disappeared,search for|disparu,disparue,disparus,disparition|失踪,失联
rescue|rescue,rescued,rescuers,saved|secours,sauvetage,sauvé,secouru|救援,救出,获救
victim|victim,victims|victime,victimes|受害者,遇难者
child|child,children,kids|enfant,enfants|儿童,孩子
woman|woman,women|femme,femmes|女性,女子
school|school,schools,students,pupils|école,écoles,élèves,lycée|学校,学生
university|university,college|université,universités|大学,高校
hospital|hospital,hospitals,hospitalised,hospitalized|hôpital,hôpitaux,hospitalisé|医院,住院
doctor|doctor,doctors|médecin,médecins|医生
covid|covid,covid-19,coronavirus,pandemic|covid,covid-19,coronavirus,pandémie|新冠,疫情,新冠肺炎
variant|variant,delta variant,omicron|variant,variant delta,omicron|变异株,德尔塔,奥密克戎
vaccine|vaccine,vaccines,vaccination,vaccinated,jab,jabs,shots|vaccin,vaccins,vaccination,vacciné,vaccinés,vaccinale|疫苗,接种
infection|cases,infections,outbreak,infected,positive|cas,contaminations,épidémie,contaminé,positif|病例,感染,确诊,阳性
lockdown|lockdown,lockdowns,curfew,quarantine|confinement,reconfinement,couvre-feu,quarantaine|封锁,封控,隔离
mask|mask,masks|masque,masques|口罩
health-pass|health pass,vaccine passport,vaccine passports|pass sanitaire,passe sanitaire|健康码
protest|protest,protests,protesters,demonstration,rally,riot,riots,unrest|manifestation,manifestations,manifestants,émeutes,mobilisation|抗议,示威,骚乱
strike|strike,strikes,walkout|grève,grèves,grévistes|罢工
war|war,conflict|guerre,conflit|战争,冲突
troops|troops,soldiers,army,military,forces|troupes,soldats,armée,militaire,militaires|部队,士兵,军队,军方
withdrawal|withdrawal,withdraw,withdraws,pullout,pull out|retrait,retire,se retire|撤军,撤出,撤离
missile|missile,missiles,rocket,rockets|missile,missiles,roquette,roquettes|导弹,火箭弹
bomb|bomb,bombing,blast,explosion,explosions|bombe,attentat,explosion,explosions|炸弹,爆炸
terror|terrorist,terrorists,terrorism|terroriste,terroristes,terrorisme|恐怖,恐袭
nuclear|nuclear,reactor|nucléaire,réacteur|核电,核武,核
ceasefire|ceasefire,truce,peace talks|cessez-le-feu,trêve,pourparlers|停火,和谈
coup|coup,ousted,overthrow|coup d'État,putsch,renversé|政变
taliban|Taliban|talibans,taliban|塔利班
refugee|refugee,refugees,migrants,asylum|réfugié,réfugiés,migrants,asile|难民,移民
border|border,borders|frontière,frontières|边境,边界
fire|wildfire,wildfires,fire,fires,blaze,blazes|incendie,incendies,feux,feu|山火,火灾,大火,起火
flood|flood,floods,flooding|inondation,inondations,crues|洪水,洪灾,暴雨
storm|storm,hurricane,typhoon,tropical storm|tempête,ouragan,typhon,orage|台风,飓风,风暴
earthquake|earthquake,quake,tsunami|séisme,tremblement de terre,tsunami|地震,海啸
volcano|volcano,eruption|volcan,éruption|火山
heat|heatwave,heat wave,heat|canicule,vague de chaleur,chaleur|高温,热浪
climate|climate,climate change,emissions,warming|climat,climatique,réchauffement,émissions|气候,排放
collapse|collapse,collapsed,collapses|effondrement,effondré,effondrée|坍塌,倒塌
crash|crash,crashed,crashes|accident,écrasement,écrasé,crash|坠毁,坠机,车祸
plane|plane,aircraft,flight,flights,airline,airlines|avion,avions,vol,vols,compagnie aérienne|飞机,航班,航空
airport|airport,airports|aéroport,aéroports|机场
train|train,trains,railway,rail|train,trains,ferroviaire|火车,铁路,高铁
ship|ship,ships,vessel,boat|navire,navires,bateau,cargo|船只,轮船,货轮
space|space,spacecraft,astronaut,astronauts,orbit|espace,spatial,spatiale,astronaute,astronautes,orbite|太空,航天员,宇航员,飞船
rocket-launch|lift-off,liftoff,blast off|décollage|发射,升空
moon|moon,lunar|lune,lunaire|月球,探月
olympic|Olympics,Olympic,Olympic Games,Games|Jeux olympiques,JO,olympique,olympiques|奥运,奥运会,冬奥
opening-ceremony|opening ceremony|cérémonie d'ouverture|开幕式
gold-medal|gold,gold medal,medal,medals|médaille,médailles,médaille d'or,en or|金牌,奖牌,夺金
world-cup|World Cup|Coupe du monde,Mondial|世界杯
final|final,finals,semifinal,semi-final,semifinals|finale,demi-finale,demi-finales|决赛,半决赛
football|football,soccer|football,foot|足球
tennis|tennis,Wimbledon|tennis,Wimbledon|网球,温网
swimming|swimming,swimmer|natation,nageur,nageuse|游泳
gymnastics|gymnast,gymnastics|gymnaste,gymnastique|体操
judo|judo,judoka|judo,judoka|柔道
cycling|cycling,cyclist,Tour de France|cyclisme,cycliste,Tour de France|自行车,环法
basketball|basketball,NBA|basket,basketball,NBA|篮球
coach|coach,manager|entraîneur,sélectionneur|教练,主帅
transfer|transfer,signs for,signing,contract|transfert,signe,contrat|转会,签约,合同
win|win,wins,won,winner,victory,champion,champions,title|gagne,remporte,victoire,vainqueur,champion,championne,titre|夺冠,获胜,胜利,冠军
defeat|defeat,defeated,loses,lost|défaite,battu,battue,perd,éliminé|失利,落败,淘汰
film|film,movie,cinema|film,cinéma|电影,影片
festival|festival,Cannes|festival,Cannes|电影节,戛纳
award|award,awards,prize,Nobel,Oscar,Oscars|prix,récompense,Nobel,Oscar,palme|奖项,获奖,诺贝尔,奥斯卡
music|singer,album,song,concert|chanteur,chanteuse,album,concert|歌手,专辑,演唱会
actor|actor,actress|acteur,actrice,comédien|演员,男星,女星
book|book,author,writer|livre,auteur,écrivain|作家,新书
king|king,queen,royal,prince,princess|roi,reine,royal,prince,princesse|国王,女王,王室,王子
pope|pope,Vatican|pape,Vatican|教皇,梵蒂冈
church|church,bishop|église,évêque|教会,教堂
oil|oil,crude,OPEC|pétrole,brut,Opep|原油,石油,欧佩克
gas|natural gas,gas|gaz|天然气
power|electricity,power grid,blackout|électricité,réseau électrique,coupure|电力,停电,限电
inflation|inflation,consumer prices|inflation,prix à la consommation|通胀,通货膨胀
rate|interest rates,interest rate,rate hike,rate cut|taux d'intérêt,taux directeur|利率,加息,降息
central-bank|central bank,Federal Reserve,Fed,ECB|banque centrale,Fed,Réserve fédérale,BCE|央行,美联储,欧央行
economy|economy,economic,growth,GDP,recession|économie,économique,croissance,PIB,récession|经济,增长,衰退
jobs|jobs,unemployment,workers|emplois,emploi,chômage,salariés|就业,失业,员工
tax|tax,taxes|impôt,impôts,taxe|税收,征税
debt|debt,default,bankruptcy,bankrupt|dette,défaut,faillite|债务,违约,破产
bank|bank,banks|banque,banques|银行
bitcoin|bitcoin,crypto,cryptocurrency,cryptocurrencies|bitcoin,cryptomonnaie,cryptomonnaies|比特币,加密货币
car|car,cars,carmaker,automaker,vehicles|voiture,voitures,constructeur automobile,véhicules|汽车,车企
electric-car|electric car,electric cars,electric vehicle,electric vehicles,EV,EVs|voiture électrique,voitures électriques,véhicule électrique|电动车,电动汽车,新能源车
battery|battery,batteries|batterie,batteries|电池
phone|phone,smartphone,smartphones,iPhone|téléphone,smartphone,smartphones,iPhone|手机
spyware|spyware,Pegasus,surveillance|logiciel espion,Pegasus,espionnage,surveillance|间谍软件,监控
ransomware|ransomware,ransom|rançongiciel,ransomware,rançon|勒索软件,勒索
hacker|hackers,hacker|pirates,pirate informatique,hackers|黑客
data-privacy|privacy,personal data|vie privée,données personnelles|隐私,个人信息
fine|fine,fined,penalty|amende,sanctionné|罚款,处罚
antitrust|antitrust,competition watchdog,monopoly|concurrence,antitrust,monopole|反垄断,垄断
summit|summit,talks,meeting,meets|sommet,réunion,rencontre,entretien|峰会,会谈,会晤
visit|visit,visits,trip|visite,déplacement,voyage|访问,到访
agreement|agreement,deal,accord,treaty,pact|accord,traité,pacte|协议,协定,条约
diplomat|diplomat,diplomats,ambassador,embassy,foreign minister|diplomate,diplomates,ambassadeur,ambassade,ministre des Affaires étrangères|外交官,大使,使馆,外长
resignation|resign,resignation|démission|辞职
scandal|scandal,corruption,bribery,fraud|scandale,corruption,fraude|丑闻,腐败,贪污,欺诈
abuse|abuse,assault,harassment,rape|agression,harcèlement,viol,abus|性侵,骚扰,虐待
racism|racism,racist|racisme,raciste|种族歧视
abortion|abortion|avortement,IVG|堕胎
drug|drugs,cocaine,trafficking|drogue,cocaïne,trafic|毒品,贩毒
gun|gun,guns,firearms|armes à feu,armes|枪支
animal|animal,animals,dog,bear,shark,whale|animal,animaux,chien,ours,requin,baleine|动物,鲨鱼,鲸
food|food,restaurant|alimentation,restaurant|食品,餐厅
water|water,drought|eau,sécheresse|水,干旱
record|record,highest,all-time high|record,plus haut|纪录,新高
billionaire|billionaire,billionaires|milliardaire,milliardaires|亿万富翁,首富
founder|founder,co-founder,cofounder|fondateur,cofondateur,fondatrice|创始人
chief|CEO,chief executive,boss|PDG,directeur général,patron|首席执行官,董事长,总裁
investor|investor,investors,shareholder,shareholders|investisseur,investisseurs,actionnaires|投资者,股东
factory|factory,factories,plant,plants|usine,usines|工厂
shortage|shortage,shortages,supply crunch|pénurie,pénuries|短缺,缺货
recall|recall,recalls|rappel,rappelle|召回
satellite|satellite,satellites|satellite,satellites|卫星
drone|drone,drones|drone,drones|无人机
scientist|scientists,scientist|scientifiques,scientifique|科学家
virus|virus|virus|病毒
anniversary|anniversary|anniversaire|周年
celebration|celebrates,celebration,festivities|célèbre,célébration,fête|庆祝
apology|apology,apologises,apologizes,sorry|excuses,s'excuse|道歉,致歉
`
