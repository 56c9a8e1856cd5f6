/**
 * Invented names from many languages, drawn apart from each other and from the languages that somebody speaks: a name in this data
 * says nothing about where anybody is from.
 */
export const GIVEN_NAMES =
  `Aatifa Abel Abdo Adnan Ahlam Aida Akram Alem Ali Amina Amir Anan Arash Aster Ayla Aziz Bahar Baran Bereket Berivan Bilal
Biniam Dalia Dana Daniel Darya Delal Dina Dmytro Elham Elias Emre Eden Fadi Fadil Farah Farid Fatuma Feven Filmon Freweini Ghada Habib Hadi Hala
Hamid Hana Hanna Haben Helen Hiba Hodan Huda Ibrahim Idris Iman Inna Iryna Isra Jalal Jamila Jana Kamal Karim Kaveh Khadra Khaled Kidane Laila Lana
Leyla Lina Luam Luwam Maha Mahdi Mahmut Majid Malak Marija Mariam Maryna Maya Mehmet Merhawi Milad Mina Mona Mulu Nadia Nadir Naim Najib Natalia
Navid Nermin Nour Oksana Olena Omar Osman Parisa Rahel Rana Rania Reza Rima Rojin Roza Saba Sabri Said Salma Samir Samuel Sara Selam Semere Serhii
Shahin Shirin Simon Sofia Soraya Suhail Taha Tarek Tedros Tigist Tomas Vera Wafa Walid Yara Yasin Yohannes Yonas Yuliia Yusuf Zahra Zainab Zeki Zoya`.split(
    /\s+/,
  )

export const FAMILY_NAMES =
  `Abdi Abebe Adan Afshar Ahmadi Akbari Aksoy Alam Amiri Araya Aslan Aydin Azizi Bahadori Bakir Berhane Bondar Boutros
Celik Dawood Demir Desta Diab Ebrahimi Elmi Ersoy Estifanos Farah Farhat Ghazal Girmay Guled Habte Haddad Hagos Hakimi Hamdan Hanna Hassan Hussein
Isse Jafari Jama Kahsay Karimi Kaya Khalil Khoury Kidane Kovalenko Kurt Lysenko Mahmoud Mansour Marchenko Medhanie Mekonnen Mengistu Mohamad Moradi
Nasser Nazari Negash Noori Odeh Osman Ozturk Petrenko Polat Popova Qasim Rahimi Rashid Sadiq Sahin Saleh Samadi Sayed Shahin Shevchenko Sleiman
Sultani Tadesse Taher Tekle Tesfay Tkachenko Warsame Wahidi Woldu Yassin Yilmaz Younis Yusufi Zamani Zeray`.split(/\s+/)

/** People of the desks: coaches, employers, supervisors. */
export const DESK_GIVEN_NAMES =
  `Anneke Arjan Bart Bram Carla Dirk Eline Erik Esther Frank Gerda Hans Ingrid Jeroen Karin Kees Linda Lotte Marieke Marjan
Martijn Meral Nico Noortje Peter Petra Rachid Rianne Roel Ruben Saskia Sharda Stefan Tineke Tom Wendy Willem Yvonne`.split(
    /\s+/,
  )

export const DESK_FAMILY_NAMES =
  `Aarts Bakker Bos Bosman Brouwer Dekker Dijkstra Driessen Evers Gerritsen Hendriks Hoekstra Jacobs Jansen Janssen Koning
Kramer Kuipers Martens Meijer Mulder Peters Post Postma Prins Ramdin Schouten Scholten Smit Smits Timmer Verbeek Vermeer Visser Vos Willems Wolters`.split(
    /\s+/,
  )
