"""Turkish, Indonesian, Vietnamese, Arabic, Persian and Hebrew."""

from feedsvc.rights.phrases.grammar import Phrases

_NAME = r"(?P<o>[^,;،؛。，；！!?？]{1,70}?)"

_TURKISH_ARTICLE = (
    r"bu (?:\w+ )?(?:yazı|makale|haber|içerik|metin|röportaj|söyleşi|hikaye|hikâye|gönderi"
    r"|köşe yazısı|analiz|inceleme|öykü)"
)

TURKISH = Phrases(
    words=(
        "ilk İlk daha kaynak izniyle izni alınmıştır alıntılanmıştır alınmış kaynağı"
        " orijinal orijinali aslen"
    ),
    whole=(
        r"bu (?:\w+ )?(?:yazı|makale|haber|içerik|metin|röportaj|söyleşi|hikaye|hikâye|gönderi|köşe"
        r" yazısı|analiz|inceleme|öykü|yazının (?:bir )?\w+)(?:nın|sı)?,? "
        r"(?:(?:ilk olarak|ilk kez|ilk defa|ilk önce|daha önce|aslen|orijinal olarak|ilk"
        r"|orijinali|aslı|ilk hali) )"
        r"(?:\d[\w ]{3,26}?(?:tarihinde|['’]\w+) )?"
        + _NAME
        + r"(?:['’](?:n?[dt][ae]|n[ıiuü]n)| (?:sitesinde|adlı \w+|dergisinde|gazetesinde|blogunda"
        r"|üzerinde|tarafından|web sitesinde|platformunda|internet sitesinde))"
        r"(?: (?:sitesinde|\d[\w ]{3,26}?(?:tarihinde|['’]\w+)))? (?:yay[ıi][mn]?lan|yer al"
        r"|çık|göründü)",
        rf"(?:{_TURKISH_ARTICLE} )?"
        + _NAME
        + r"(?:['’]\w{1,5}| (?:dergisinin|gazetesinin|sitesinin))? (?:izniyle|izni ile)"
        r"(?: (?:burada|yeniden))* (?:yay[ıi][mn]|kullanıl|alın)",
        rf"(?:{_TURKISH_ARTICLE} )"
        + _NAME
        + r"(?:['’]\w{1,5}| (?:sitesinden|dergisinden|gazetesinden)) alın(?:mış|tılan)",
        r"ilk (?:olarak|kez|defa) "
        + _NAME
        + r"(?:['’]n?[dt][ae]| (?:sitesinde|dergisinde|gazetesinde|blogunda)) "
        r"(?:yay[ıi][mn]?lan|yer al|çık)",
        r"[^.!?。！？]{1,200}? (?:yazısı|gönderisi|makalesi) ilk (?:önce|olarak) "
        + _NAME
        + r"(?:['’]\w{1,4})?(?: (?:üzerinde|sitesinde|blogunda))? (?:ortaya çıktı|yayınlandı"
        r"|yayımlandı|göründü)",
    ),
    labels=(
        r"(?:yazının |haberin )?(?:orijinal(?: kaynak| metin| yazı)?|asıl kaynak|yazının"
        r" kaynağı)|haber kaynağı|ilk yayın"
    ),
    sources=r"kaynak",
)

INDONESIAN = Phrases(
    words=(
        "pertama awalnya sebelumnya diterbitkan terbit dimuat tayang dipublikasikan sumber"
        " dikutip disadur seizin izin dilansir semula muncul asli"
    ),
    subject=(
        r"(?:versi (?:awal )?)?(?:artikel|tulisan|berita|cerita|esai|naskah|opini|kolom|wawancara"
        r"|laporan|postingan|konten|ulasan|teks) ini\b"
    ),
    fillers=r"telah|sudah|pernah|juga|ini",
    first=r"pertama kali|awalnya|sebelumnya|semula|pertama|lebih dulu|mulanya",
    placed=(
        r"diterbitkan|terbit|dimuat|tayang|muncul|dipublikasikan|diposting|ditayangkan"
        r"|diunggah|ditulis"
        r"|tampil"
    ),
    at=r"di|pada|dalam|untuk",
    by=r"oleh",
    again=(
        r"diterbitkan ulang|dimuat ulang|dikutip|disadur|diterjemahkan|diambil|dilansir"
        r"|dipublikasikan ulang"
    ),
    given=r"(?:di sini )?(?:(?:dengan|atas|seizin) ?(?:seizin|izin)?(?: dari)?|dari)",
    bare=r"(?:diterbitkan )?(?:atas|dengan) (?:seizin|izin)(?: dari)?",
    titled=(
        r"(?:artikel|pos|kiriman|postingan|the post)",
        (
            r"(?:(?:muncul|tampil|terbit) pertama kali|pertama kali (?:muncul|tampil|terbit))"
            r" (?:di|pada)"
        ),
    ),
    labels=r"artikel asli|sumber (?:asli|artikel|berita)|tulisan asli",
    sources=r"sumber|via|sumber asli",
)

VIETNAMESE = Phrases(
    words="tiên đầu nguồn phép đăng gốc",
    subject=(
        r"(?:phiên bản (?:gốc )?(?:của )?)?(?:bài viết|bài báo|bài đăng|bài|tin|câu chuyện|nội dung"
        r"|bài phỏng vấn|phóng sự|bản dịch|bài luận|bài bình luận)(?: (?:này|trên|gốc))?(?= )"
    ),
    fillers=r"được|đã|vốn|này|cũng|từng",
    first=r"lần đầu tiên|lần đầu|đầu tiên|ban đầu|trước đó|trước đây|gốc",
    placed=r"xuất hiện|đăng tải|đăng|xuất bản|công bố|phát hành|đăng lại",
    at=r"trên|tại|ở|trong|vào ngày(?= \D)",
    by=r"bởi",
    again=r"đăng lại|trích|dịch|chia sẻ|đăng tải lại|sao chép|tái bản|tái đăng",
    given=r"(?:tại đây )?(?:(?:với )?(?:sự )?(?:cho phép|đồng ý) (?:của|từ)|từ)",
    bare=r"(?:được )?(?:đăng|xuất bản) (?:với )?(?:sự )?cho phép (?:của|từ)",
    titled=(
        r"(?:bài viết|bài đăng|bài|the post)",
        r"(?:đã )?xuất hiện (?:đầu tiên|lần đầu) (?:vào ngày|trên|tại|ở)",
    ),
    labels=r"nguồn (?:bài viết|bài|gốc|tin)|bài (?:viết )?gốc|theo",
    sources=r"nguồn|via|nguồn tin",
)

_ARABIC_NAME = (
    r"(?P<o>[^،؛.,]{2,60}?)(?=\s(?:و(?:يعاد|أعيد|أُعيد|تم|نعيد|ينشر)|بإذن|بتصريح|بتاريخ|بموجب)"
    r"|[،؛.,]|\Z)"
)

ARABIC = Phrases(
    words=(
        "نشر نُشر نشرت نُشرت نُشِر نُشِرت ظهر ظهرت المصدر مصدر نقلا نقلاً إذن بإذن بتصريح منقول"
        " منقولة الأصلي الأصل صدر منشور أُعيد أعيد إعادة"
    ),
    subject=(
        r"(?:(?:هذا|هذه) )?(?:ال)?(?:مقال[ةه]?|تقرير|خبر|قص[ةه]|تدوين[ةه]|نص|حوار|موضوع|ماد[ةه]"
        r"|منشور|تحقيق)(?: (?:هذا|هذه))?(?= )"
    ),
    fillers=r"قد|كان|كانت|تم|لقد|أن",
    first=(
        r"لأول مرة|لأول مر[ةه]|أول مرة|أولاً|أولا|أولًا|في الأصل|أصلاً|أصلا|سابقاً|سابقا|للمرة"
        r" الأولى"
    ),
    placed=r"نُ?شرت?ه?|نُشِرت?|ظهرت?|نشرها|نشره|صدرت?|منشورة?",
    at=r"في|على|عبر|لدى|بواسطة|من قبل",
    again=(
        r"(?:أعيد|أُعيد|يعاد|تم إعادة) نشر(?:ه|ها)?|منقولة?|نقلاً|نقلا|إعادة نشر|مترجمة?|أعيد"
        r" نشره هنا|منشورة?"
    ),
    given=r"(?:هنا )?(?:ب?إذن (?:من|خاص من)|بتصريح من|بموافقة|عن|من)",
    whole=(
        (
            r"(?:تم )?(?:نُ?شرت?|نُشِرت?|ظهرت?|نشر) (?:هذا|هذه) (?:المقال[ةه]?|التقرير|الخبر"
            r"|القصة|التدوينة"
            r"|النص|الحوار|المادة|التحقيق|الموضوع)(?: (?:لأول مرة|أول مرة|أولاً|أولا|أولًا|في"
            r" الأصل|أصلاً|"
            r"أصلا|للمرة الأولى|سابقا|سابقاً))? (?:في|على|عبر|لدى) " + _ARABIC_NAME
        ),
        (
            r"(?:تم )?(?:أعيد|أُعيد|إعادة|يعاد) نشر (?:هذا|هذه) \w+ (?:هنا )?"
            r"(?:بإذن|بتصريح|بموافقة) (?:خاص )?(?:من )?" + _ARABIC_NAME
        ),
        (
            r"ظهرت? (?:المقالة|التدوينة|المقال) [^.!?。！？]{1,200}? (?:أولاً|أولا|أولًا)"
            r" (?:على|في) " + _ARABIC_NAME
        ),
    ),
    labels=r"المصدر الأصلي|المقال الأصلي|مصدر المقال|رابط المقال الأصلي",
    sources=r"المصدر|مصدر|نقلا عن|عبر",
)

PERSIAN = Phrases(
    words="اولین نخستین منتشر منبع برگرفته بازنشر نقل اجازه چاپ",
    whole=(
        (
            r"(?:این|متن این|نسخه(?:\u200c| )?ای از این) (?:مقاله|مطلب|یادداشت|گزارش|نوشته|متن"
            r"|نوشتار|گفت‌وگو|خبر|مصاحبه) (?:(?:را|برای|که) )*(?:(?:اولین بار|نخستین بار|ابتدا"
            r"|پیش‌تر"
            r"|پیشتر|در ابتدا|قبلا|قبلاً|برای اولین بار|برای نخستین بار) )?"
            r"(?:در|از|توسط|بر روی|روی) (?P<o>[^،؛.,]{2,60}?) (?:منتشر|چاپ|بازنشر|گرفته"
            r"|برگرفته|نشر)"
        ),
        r"(?:(?:برای )?(?:اولین بار|نخستین بار) )(?:در|توسط) (?P<o>[^،؛.,]{2,60}?) (?:منتشر|چاپ)",
        (
            r"(?:این (?:مقاله|مطلب|متن) )?(?:با (?:اجازه|کسب اجازه) از|با اجازه) "
            r"(?P<o>[^،؛.,]{2,60}?) (?:در اینجا )?(?:منتشر|بازنشر)"
        ),
        r"(?:برگرفته از|بازنشر از|به نقل از|نقل از) (?P<o>[^،؛.,]{2,60})",
        r"نوشته [^.!?。！？]{1,200}? اولین بار در (?P<o>[^،؛.,]{2,60}?) (?:پدیدار|منتشر)",
    ),
    labels=r"منبع (?:اصلی|مقاله|مطلب|خبر)|لینک مطلب اصلی|منبع اصلی",
    sources=r"منبع",
)

HEBREW = Phrases(
    words=(
        "פורסם פורסמה הופיע הופיעה התפרסם התפרסמה לראשונה במקור מקור באישור ברשות באדיבות המקור"
        " המקורי המקורית"
    ),
    subject=(
        r"(?:גרסה (?:\w+ )?של )?(?:(?:ה)?(?:מאמר|כתבה|פוסט|רשומה|סיפור|טור|ידיעה|ראיון|טקסט|כתבת"
        r"|מאמר|סקירה|רשימה)(?: (?:זה|זו|הזה|הזאת|הזו))?)(?= )"
    ),
    fillers=r"גם|כבר|היה|היתה|הייתה|אשר",
    first=r"לראשונה|במקור|בתחילה|קודם לכן|מלכתחילה|לפני כן",
    placed=r"פורסמה?|פורסם|הופיעה?|התפרסמה?|התפרסם|ראה אור|יצא לאור",
    at=(
        r"באתר|בבלוג|בעיתון|במגזין|בעמוד|בכתב העת|במוסף|בפורטל|על גבי|אצל|ב\s*[-־–]"
        r"|ב(?=[\"״“”'׳a-z])|"
        r"ב(?=[א-ת])"
    ),
    by=r"על ידי|ע\"י",
    again=r"מתפרסמת?|פורסמה?|פורסם|הועתק|מובאת?|תורגם|נלקח",
    given=r"(?:כאן )?(?:באישור(?: מ?-?)?|ברשות|באדיבות|מתוך|מאתר)(?= )",
    titled=(r"(?:הפוסט|המאמר|הרשומה)", r"הופיעה? לראשונה (?:ב\s*[-־–]?|באתר|על)"),
    labels=r"מקור (?:המאמר|הכתבה|הידיעה)|המאמר המקורי|הכתבה המקורית|לקריאת המקור",
    sources=r"מקור|via|דרך|המקור",
)
