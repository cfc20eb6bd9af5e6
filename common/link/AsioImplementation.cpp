// Asio, compiled once (BOOST_ASIO_SEPARATE_COMPILATION): a quarter less to compile in each source that uses it.
#include <boost/asio/impl/src.hpp>
