package lexicon

// PlaceKind is the kind of the terms of Places.
const PlaceKind = "place"

// Places returns countries with their people's names, and large cities and regions, in three languages. The id of a place within a
// country begins with the country's: "cn shanghai" is in "cn". They are a bridge between headlines, and two that name other places
// tell other events.
func Places() []Term { return table(placeTable, PlaceKind) }

// placeTable holds one place a line.
const placeTable = `
cn|China,Chinese|Chine,chinois,chinoise,chinoises|中国
us|United States,America,American,Americans,Washington|Etats-Unis,américain,américaine,américains,américaines,Washington|美国,华盛顿
eu|European Union,Europe,European,Brussels|Union européenne,Europe,européen,européenne,européens,européennes,Bruxelles|欧盟,欧洲,布鲁塞尔
uk|Britain,British,United Kingdom,England,UK|Royaume-Uni,britannique,britanniques,Angleterre,Grande-Bretagne|英国,英格兰
uk london|London|Londres|伦敦
fr|France,French|France,français,française,françaises|法国
fr paris|Paris|Paris|巴黎
fr marseille|Marseille|Marseille|马赛
fr lyon|Lyon|Lyon|里昂
de|Germany,German,Germans|Allemagne,allemand,allemande,allemands|德国
de berlin|Berlin|Berlin|柏林
it|Italy,Italian|Italie,italien,italienne,italiens|意大利
it rome|Rome|Rome|罗马
it milan|Milan|Milan|米兰
es|Spain,Spanish|Espagne,espagnol,espagnole|西班牙
es madrid|Madrid|Madrid|马德里
es barcelona|Barcelona|Barcelone|巴塞罗那
pt|Portugal,Portuguese|Portugal,portugais,portugaise|葡萄牙
nl|Netherlands,Dutch|Pays-Bas,néerlandais,néerlandaise|荷兰
be|Belgium,Belgian|Belgique,belge,belges|比利时
ch|Switzerland,Swiss|Suisse,suisses|瑞士
at|Austria,Austrian|Autriche,autrichien,autrichienne|奥地利
se|Sweden,Swedish|Suède,suédois,suédoise|瑞典
no|Norway,Norwegian|Norvège,norvégien,norvégienne|挪威
fi|Finland,Finnish|Finlande,finlandais,finlandaise|芬兰
dk|Denmark,Danish|Danemark,danois,danoise|丹麦
ie|Ireland,Irish|Irlande,irlandais,irlandaise|爱尔兰
pl|Poland,Polish|Pologne,polonais,polonaise|波兰
hu|Hungary,Hungarian|Hongrie,hongrois,hongroise|匈牙利
cz|Czech|tchèque,Tchéquie|捷克
ro|Romania,Romanian|Roumanie,roumain,roumaine|罗马尼亚
gr|Greece,Greek|Grèce,grec,grecque|希腊
rs|Serbia,Serbian|Serbie,serbe|塞尔维亚
by|Belarus,Belarusian|Biélorussie,biélorusse|白俄罗斯
ua|Ukraine,Ukrainian,Kyiv,Kiev|Ukraine,ukrainien,ukrainienne,Kiev|乌克兰,基辅
ru|Russia,Russian,Russians,Moscow,Kremlin|Russie,russe,russes,Moscou,Kremlin|俄罗斯,莫斯科,克里姆林宫
tr|Turkey,Turkish,Ankara,Istanbul|Turquie,turc,turque,Ankara,Istanbul|土耳其,安卡拉,伊斯坦布尔
il|Israel,Israeli|Israël,israélien,israélienne|以色列
ps|Palestinian,Gaza|palestinien,palestinienne,Gaza|巴勒斯坦,加沙
lb|Lebanon,Lebanese,Beirut|Liban,libanais,libanaise,Beyrouth|黎巴嫩,贝鲁特
sy|Syria,Syrian|Syrie,syrien,syrienne|叙利亚
iq|Iraq,Iraqi,Baghdad|Irak,irakien,irakienne,Bagdad|伊拉克,巴格达
ir|Iran,Iranian,Tehran|Iran,iranien,iranienne,Téhéran|伊朗,德黑兰
sa|Saudi Arabia,Saudi,Riyadh|Arabie saoudite,saoudien,saoudienne,Riyad|沙特,利雅得
ae|UAE,Emirates,Emirati,Dubai,Abu Dhabi|Emirats arabes unis,Emirats,émirati,Dubaï,Abou Dhabi|阿联酋,迪拜,阿布扎比
qa|Qatar,Doha|Qatar,Doha|卡塔尔,多哈
af|Afghanistan,Afghan,Afghans|Afghanistan,afghan,afghane,afghans|阿富汗
af kabul|Kabul|Kaboul|喀布尔
pk|Pakistan,Pakistani,Islamabad|Pakistan,pakistanais,pakistanaise,Islamabad|巴基斯坦,伊斯兰堡
in|India,Indian,New Delhi,Delhi|Inde,indien,indienne,indiens,New Delhi|印度,新德里
in mumbai|Mumbai|Bombay|孟买
in bangalore|Bangalore,Bengaluru|Bangalore|班加罗尔
bd|Bangladesh,Dhaka|Bangladesh,Dacca|孟加拉国,达卡
lk|Sri Lanka|Sri Lanka|斯里兰卡
np|Nepal|Népal|尼泊尔
th|Thailand,Thai,Bangkok|Thaïlande,thaïlandais,thaïlandaise,Bangkok|泰国,曼谷
vn|Vietnam,Vietnamese,Hanoi|Vietnam,vietnamien,vietnamienne,Hanoï|越南,河内
my|Malaysia,Malaysian,Kuala Lumpur,Johor|Malaisie,malaisien,malaisienne,Kuala Lumpur,Johor|马来西亚,吉隆坡,柔佛
sg|Singapore,Singaporean|Singapour,singapourien|新加坡
id|Indonesia,Indonesian,Jakarta|Indonésie,indonésien,indonésienne,Jakarta|印度尼西亚,印尼,雅加达
ph|Philippines,Philippine,Manila|Philippines,philippin,Manille|菲律宾,马尼拉
mm|Myanmar,Burma|Birmanie,birman,birmane|缅甸
kh|Cambodia|Cambodge|柬埔寨
jp|Japan,Japanese|Japon,japonais,japonaise|日本
jp tokyo|Tokyo|Tokyo|东京
jp osaka|Osaka|Osaka|大阪
kr|South Korea,South Korean,Korean,Seoul|Corée du Sud,sud-coréen,sud-coréenne,Séoul|韩国,首尔
kp|North Korea,North Korean,Pyongyang|Corée du Nord,nord-coréen,nord-coréenne,Pyongyang|朝鲜,平壤
tw|Taiwan,Taiwanese,Taipei|Taïwan,taïwanais,taïwanaise,Taipei|台湾,台北
au|Australia,Australian|Australie,australien,australienne|澳大利亚,澳洲
au sydney|Sydney|Sydney|悉尼
au melbourne|Melbourne|Melbourne|墨尔本
nz|New Zealand|Nouvelle-Zélande,néo-zélandais|新西兰
ca|Canada,Canadian|Canada,canadien,canadienne|加拿大
ca quebec|Quebec|Québec,québécois,québécoise|魁北克
ca toronto|Toronto|Toronto|多伦多
mx|Mexico,Mexican|Mexique,mexicain,mexicaine|墨西哥
br|Brazil,Brazilian|Brésil,brésilien,brésilienne|巴西
ar|Argentina,Argentine|Argentine,argentin|阿根廷
cl|Chile,Chilean|Chili,chilien,chilienne|智利
co|Colombia,Colombian|Colombie,colombien,colombienne|哥伦比亚
pe|Peru,Peruvian|Pérou,péruvien,péruvienne|秘鲁
ve|Venezuela,Venezuelan|Venezuela,vénézuélien|委内瑞拉
cu|Cuba,Cuban,Havana|Cuba,cubain,cubaine,La Havane|古巴,哈瓦那
ht|Haiti,Haitian|Haïti,haïtien,haïtienne|海地
eg|Egypt,Egyptian,Cairo|Egypte,égyptien,égyptienne,Le Caire|埃及,开罗
ma|Morocco,Moroccan|Maroc,marocain,marocaine|摩洛哥
dz|Algeria,Algerian|Algérie,algérien,algérienne|阿尔及利亚
tn|Tunisia,Tunisian|Tunisie,tunisien,tunisienne|突尼斯
ly|Libya,Libyan|Libye,libyen,libyenne|利比亚
et|Ethiopia,Ethiopian,Tigray|Ethiopie,éthiopien,éthiopienne,Tigré|埃塞俄比亚
ke|Kenya,Kenyan|Kenya,kényan|肯尼亚
ng|Nigeria,Nigerian|Nigeria,nigérian|尼日利亚
za|South Africa,South African|Afrique du Sud,sud-africain,sud-africaine|南非
ml|Mali,Malian|Mali,malien,malienne|马里
gn|Guinea|Guinée|几内亚
africa|Africa,African|Afrique,africain,africaine|非洲
us california|California,San Francisco,Silicon Valley,Los Angeles|Californie,San Francisco,Silicon Valley,Los Angeles|加州,旧金山,硅谷,洛杉矶
us newyork|New York|New York|纽约
us texas|Texas,Texan|Texas|德州,得州
us florida|Florida,Miami|Floride,Miami|佛罗里达,迈阿密
us louisiana|Louisiana,New Orleans|Louisiane,Nouvelle-Orléans|路易斯安那,新奥尔良
us chicago|Chicago|Chicago|芝加哥
us arizona|Arizona|Arizona|亚利桑那
us ohio|Ohio|Ohio|俄亥俄
cn hongkong|Hong Kong|Hong Kong|香港
cn macau|Macau|Macao|澳门
cn beijing|Beijing|Pékin|北京
cn shanghai|Shanghai|Shanghai|上海
cn shenzhen|Shenzhen|Shenzhen|深圳
cn guangzhou|Guangzhou|Canton|广州
cn guangdong|Guangdong|Guangdong|广东
cn hangzhou|Hangzhou|Hangzhou|杭州
cn zhejiang|Zhejiang|Zhejiang|浙江
cn nanjing|Nanjing|Nankin|南京
cn suzhou|Suzhou|Suzhou|苏州
cn jiangsu|Jiangsu|Jiangsu|江苏
cn wuhan|Wuhan|Wuhan|武汉
cn hubei|Hubei|Hubei|湖北
cn hunan|Hunan|Hunan|湖南
cn chengdu|Chengdu|Chengdu|成都
cn sichuan|Sichuan|Sichuan|四川
cn chongqing|Chongqing|Chongqing|重庆
cn tianjin|Tianjin|Tianjin|天津
cn xian|Xi'an|Xi'an|西安
cn shaanxi|Shaanxi|Shaanxi|陕西
cn shanxi|Shanxi|Shanxi|山西
cn henan|Henan,Zhengzhou|Henan,Zhengzhou|河南,郑州
cn hebei|Hebei|Hebei|河北
cn shandong|Shandong|Shandong|山东
cn anhui|Anhui,Hefei|Anhui,Hefei|安徽,合肥
cn fujian|Fujian,Xiamen|Fujian,Xiamen|福建,厦门
cn guizhou|Guizhou,Guiyang|Guizhou,Guiyang|贵州,贵阳
cn yunnan|Yunnan|Yunnan|云南
cn xinjiang|Xinjiang|Xinjiang|新疆
cn tibet|Tibet|Tibet|西藏
cn neimenggu|Inner Mongolia,Ulanqab|Mongolie intérieure|内蒙古,乌兰察布
cn ningxia|Ningxia|Ningxia|宁夏
cn gansu|Gansu|Gansu|甘肃
cn hainan|Hainan|Hainan|海南
cn guangxi|Guangxi|Guangxi|广西
cn jiangxi|Jiangxi|Jiangxi|江西
cn liaoning|Liaoning,Dalian,Shenyang|Liaoning,Dalian,Shenyang|辽宁,大连,沈阳
`
